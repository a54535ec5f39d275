import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, parseColumnType, Refusal } from '@easement/domain';
import { startEngine, type Engine, type EngineOptions } from '../../src/engine/engine.ts';
import type { FileFormat, TargetColumn } from '../../src/engine/rows/load-job.ts';
import { plainCsv } from '../../src/engine/rows/load-job.ts';
import { jsonRows, type JsonCell } from '../../src/engine/json-rows.ts';
import type { SchemaColumn } from '../../src/engine/worker/column-vector.ts';
import type { SelectRequest } from '../../src/engine/run-statement.ts';
import type { GrantedTable } from '../../src/engine/worker/granted-table.ts';
import type { JobLimits } from '../../src/engine/worker/worker-pool.ts';

/** A table made by a test, with all that a load into it needs. */
export type LoadedTable = GrantedTable & { readonly columns: readonly TargetColumn[] };

export type Answer = {
  readonly columns: readonly SchemaColumn[];
  readonly rows: readonly JsonCell[][];
  readonly truncated: boolean;
  readonly batchSizes: readonly number[];
};

/** An engine in a folder of its own, and short ways to load into it and ask it. */
export type Rig = AsyncDisposable & {
  readonly engine: Engine;
  readonly folder: string;
  readonly dataFolder: string;
  /** Writes an upload and answers its path. */
  readonly upload: (content: string | Uint8Array) => Promise<string>;
  /** Makes a table from a file, with the types that the file shows. */
  readonly table: (content: string | Uint8Array, format?: FileFormat) => Promise<LoadedTable>;
  readonly load: (options: LoadOptions) => Promise<LoadedTable>;
  /** Runs a statement; the tables are those that it names, in order. */
  readonly ask: (sql: string, tables?: readonly GrantedTable[], options?: AskOptions) => Promise<Answer>;
};

export type LoadOptions = {
  readonly content: string | Uint8Array;
  readonly format?: FileFormat;
  /** `name type`, with `!` behind it for a column that may not be NULL. */
  readonly columns?: readonly string[];
  readonly primaryKey?: readonly string[];
  /** The table to append to. */
  readonly into?: LoadedTable;
};

export type AskOptions = Partial<JobLimits & Pick<SelectRequest, 'maxRows' | 'onMoreRows' | 'functions'>>;

export const csv: FileFormat = { kind: 'csv', csv: plainCsv };
export const parquet: FileFormat = { kind: 'parquet' };
export const workerEntry = join(__dirname, '../../src/engine/worker/worker-main.ts');

const mega = 1024 * 1024;
export const smallWorkers = {
  size: 1,
  waiting: 8,
  memoryBytes: 256 * mega,
  residentBytes: 768 * mega,
  threads: 2,
  spillBytes: 512 * mega,
};

export function within(milliseconds: number, signal = new AbortController().signal, group = 'a project'): JobLimits {
  return { signal, deadline: Date.now() + milliseconds, group };
}

export async function startRig(options: Partial<EngineOptions> = {}): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'easement-engine-'));
  await chmod(folder, 0o755);
  const dataFolder = join(folder, 'data');
  const engine = await startEngine({
    workerEntry,
    dataFolder,
    spillFolder: join(folder, 'spill'),
    statements: smallWorkers,
    loads: smallWorkers,
    expandedBytes: 256 * mega,
    report: (error) => process.stderr.write(`${String(error)}\n`),
    ...options,
  });
  const organization = newId('organization');
  const upload = async (content: string | Uint8Array) => {
    const path = join(engine.uploadFolder, newId('file'));
    await writeFile(path, content);
    return path;
  };

  const load = async ({ content, format = csv, columns = [], primaryKey = [], into }: LoadOptions) => {
    const target = into?.columns ?? columns.map(toColumn);
    const existing = into ?? { columns: target, files: [] };
    const key = primaryKey.map((name) => target.find((column) => column.name === name)?.id ?? name);
    const path = await upload(content);
    const request = { path, format, organization, table: newId('table'), columns: target, primaryKey: key, existing };
    const loading = engine.load(request, within(60_000));
    for (;;) {
      const step = await loading.next();
      if (step.done) return { columns: target, files: [...existing.files, step.value] };
    }
  };

  const table = async (content: string | Uint8Array, format: FileFormat = csv) => {
    const inferred = await engine.infer({ path: await upload(content), format }, within(60_000));
    const columns = inferred.map((column) => ({ ...column, id: newId('column'), nullable: true }));
    return load({ content, format, into: { columns, files: [] } });
  };

  return {
    engine,
    folder,
    dataFolder,
    upload,
    load,
    table,
    ask: (sql, tables = [], options = {}) => ask(engine, sql, tables, options),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function ask(
  engine: Engine,
  sql: string,
  tables: readonly GrantedTable[],
  { maxRows = 100_000, onMoreRows = 'refuse', functions = [], ...limits }: AskOptions,
): Promise<Answer> {
  const given = { ...within(60_000), ...limits };
  const statement = await engine.parse(sql, given);
  if (statement.kind !== 'select') throw new Error(`this writes: ${sql}`);
  const answer = { columns: [] as readonly SchemaColumn[], rows: [] as JsonCell[][], truncated: false };
  const batchSizes: number[] = [];
  for await (const event of engine.runSelect({ statement, tables, functions, maxRows, onMoreRows }, given)) {
    if (event.kind === 'schema') answer.columns = event.columns;
    if (event.kind === 'batch') answer.rows.push(...jsonRows(event.batch));
    if (event.kind === 'batch') batchSizes.push(event.batch.rowCount);
    if (event.kind === 'statistics') answer.truncated = event.truncated;
  }
  return { ...answer, batchSizes };
}

/** What a call is refused with; fails if it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function toColumn(text: string): TargetColumn {
  const nullable = !text.endsWith('!');
  const [name = '', type = 'STRING'] = text.replace('!', '').split(' ');
  return { id: newId('column'), name, type: parseColumnType(type), nullable };
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Nobody, if the tests run as root and nobody can read the sources and run Node. */
export function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (!isRoot()) return undefined;
  const nobody = { uid: 65_534, gid: 65_534 };
  try {
    const read = 'require("node:fs").readFileSync(process.argv[1])';
    execFileSync(process.execPath, ['-e', read, workerEntry], { ...nobody, stdio: 'ignore' });
    return nobody;
  } catch {
    return undefined;
  }
}
