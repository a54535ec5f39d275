import { Refusal } from '@easement/domain';
import { absolutePath } from './files/data-path.ts';
import type { Statement } from './sql/statement.ts';
import type { SchemaColumn } from './worker/column-vector.ts';
import type { GrantedFunction } from './sql/granted-function.ts';
import { type GrantedTable, type GrantedView, noLongerFits } from './worker/granted-table.ts';
import { previewStatement } from './preview.ts';
import type { SelectEvent } from './worker/protocol.ts';
import type { SelectJob } from './worker/select-job.ts';
import type { JobLimits, WorkerPool } from './worker/worker-pool.ts';
import { jsonRows, type JsonCell } from './json-rows.ts';

/** A SELECT that wall 1 has let through, with what it was granted. */
export type GrantedQuery = Granted & { readonly statement: Extract<Statement, { kind: 'select' }> };

export type Granted = {
  /** As the statement's `tables`, in their order, then what views among them read. */
  readonly tables: readonly GrantedTable[];
  /** As the statement's `functions`, in their order; undefined for what can only be DuckDB's own. */
  readonly functions: readonly (GrantedFunction | undefined)[];
};

export type SelectRequest = GrantedQuery & {
  readonly maxRows: number;
  readonly onMoreRows: 'cut' | 'refuse';
};

/** Schema first, then batches, then statistics. */
export type ResultEvent =
  | SelectEvent
  | {
      readonly kind: 'statistics';
      readonly rowCount: number;
      readonly truncated: boolean;
      readonly elapsedMs: number;
      /** Size of the files that the statement could read. */
      readonly scannedBytes: number;
    };

export type PreviewResult = {
  readonly columns: readonly SchemaColumn[];
  readonly rows: readonly (readonly JsonCell[])[];
};

export type Selector = {
  /** Wall 1: reads one statement, or refuses `sql_syntax`, `statement_not_supported` or `query_too_large`. */
  readonly parse: (text: string, limits: JobLimits) => Promise<Statement>;
  /**
   * Runs a statement over exactly the granted tables. Refuses `unknown_name`, `sql_syntax`, `invalid_field` (a value
   * does not fit), `query_too_large`, `query_timeout`, `rate_limited`. Leaving the iteration early ends the work.
   */
  readonly runSelect: (request: SelectRequest, limits: JobLimits) => AsyncGenerator<ResultEvent, void>;
  /** The first rows of a table. */
  readonly preview: (table: GrantedTable, maxRows: number, limits: JobLimits) => Promise<PreviewResult>;
};

type Parts = { readonly parsers: WorkerPool; readonly statements: WorkerPool; readonly dataFolder: string };

export function selector({ parsers, statements, dataFolder }: Parts): Selector {
  const parse: Selector['parse'] = (text, limits) => lastOf(parsers.run('parse', { text }, limits));

  async function* run(job: SelectJob, limits: JobLimits): AsyncGenerator<ResultEvent, void> {
    const begin = performance.now();
    const { rowCount, truncated } = yield* statements.run<'select'>('select', job, limits);
    const elapsedMs = Math.round(performance.now() - begin);
    const scannedBytes = job.tables.flatMap(({ files }) => files).reduce((sum, { byteCount }) => sum + byteCount, 0);
    yield { kind: 'statistics', rowCount, truncated, elapsedMs, scannedBytes };
  }

  async function* runSelect({ statement, tables, functions, maxRows, onMoreRows }: SelectRequest, limits: JobLimits) {
    const { text, explain } = statement;
    const { names, ...calls } = rewritingOf({ statement, functions });
    if (names.length > tables.length) throw new Error(`${names.length} tables are named and ${tables.length} granted`);
    if (explain && showsForeign({ tables, functions })) throw planHidden();
    const sql = await lastOf(parsers.run('rewrite', { text, names, ...calls }, limits));
    const granted = await openedViews(
      parsers,
      tables.map((table) => located(table, dataFolder)),
      limits,
    );
    const labels = names.map((parts) => parts.join('.'));
    const isDiscreet = functions.some((called) => called?.isForeign);
    yield* run(
      { sql, statement: text, tables: granted, names: labels, isDiscreet, explain, maxRows, onMoreRows },
      limits,
    );
  }

  return {
    parse,
    runSelect,
    preview: async (table, maxRows, limits) => {
      const result: { columns: readonly SchemaColumn[]; rows: JsonCell[][] } = { columns: [], rows: [] };
      for await (const event of run(previewStatement(located(table, dataFolder), maxRows), limits)) {
        if (event.kind === 'schema') result.columns = event.columns;
        if (event.kind === 'batch') result.rows.push(...jsonRows(event.batch));
      }
      return result;
    },
  };
}

/** The same tables; the texts of views among them are judged, and rewritten for the worker. */
export async function openedViews(
  parsers: WorkerPool,
  tables: readonly GrantedTable[],
  limits: JobLimits,
): Promise<GrantedTable[]> {
  const opened: GrantedTable[] = [];
  for (const table of tables) {
    if (!table.view) opened.push(table);
    else {
      const rewritten = await rewrittenView(parsers, table.view, limits);
      opened.push({ ...table, view: { ...table.view, text: rewritten } });
    }
  }
  return opened;
}

async function rewrittenView(parsers: WorkerPool, view: GrantedView, limits: JobLimits): Promise<string> {
  const { text, names, places, functions } = view;
  try {
    return await lastOf(parsers.run('rewrite', { text, names, places, functions }, limits));
  } catch (error) {
    // A function that it calls takes other values now.
    if (error instanceof Refusal && error.reason === 'invalid_field') throw noLongerFits(view);
    throw error;
  }
}

/** The names of the statement, with the functions that were granted. */
export function rewritingOf({ statement, functions }: Omit<GrantedQuery, 'tables'>) {
  const called = statement.functions.flatMap(({ parts }, index) => {
    const granted = functions[index];
    return granted ? [{ ...granted, name: parts }] : [];
  });
  return { names: statement.tables.map(({ parts }) => parts), functions: called };
}

/** Whether the plan would tell how another project's view or function is made. */
function showsForeign({ tables, functions }: Granted): boolean {
  const called = [...functions, ...tables.flatMap(({ view }) => view?.functions ?? [])];
  return tables.some(({ view }) => view?.isBarrier) || called.some((one) => one?.isForeign);
}

function planHidden(): Refusal {
  const message = 'the plan of a view or function that comes in by a link is not shown; run the statement instead';
  return new Refusal('statement_not_supported', message, { what: 'EXPLAIN of a linked view' });
}

/** The same table with the paths that a worker opens. */
export function located(table: GrantedTable, dataFolder: string): GrantedTable {
  return { ...table, files: table.files.map((file) => ({ ...file, path: absolutePath(dataFolder, file.path) })) };
}

/** Waits for the answer of a job whose reports do not matter. */
export async function lastOf<Result>(job: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = await job.next();
    if (step.done) return step.value;
  }
}
