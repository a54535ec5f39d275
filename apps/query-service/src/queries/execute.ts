import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ExecuteResponseSchema, QueryService, TableVersion } from '@easement/contracts';
import { parseId, type ProjectId } from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';
import type { ResultEvent } from '../engine/run-statement.ts';
import type { Statement } from '../engine/sql/statement.ts';
import { refusalOfWrite } from './refuse-write.ts';

export function execute(deps: Deps): Handler<typeof QueryService.method.execute> {
  return async function* ({ projectId, statement: text, maxRows, validateOnly }, call) {
    const project = parseId('project', projectId);
    // Who may not read here learns nothing of the statement, not even that it cannot be parsed.
    await deps.resolver.buckets(call, project, []);
    const statement = await deps.engine.parse(text, call);
    if (statement.kind === 'write') throw await refusalOfWrite(deps, call, project, text, statement);
    const versions = await deps.resolver.tables(call, project, statement.text, statement.tables);
    if (validateOnly) return;
    using running = deps.running.begin({ principal: principalOf(call).principal, project });
    const run = { statement, versions, project, maxRows: Number(maxRows), queryId: running.id };
    yield* answer(deps, { ...call, signal: AbortSignal.any([call.signal, running.signal]) }, run);
  };
}

type Part = MessageInitShape<typeof ExecuteResponseSchema>;

type Run = {
  readonly statement: Extract<Statement, { kind: 'select' }>;
  readonly versions: readonly TableVersion[];
  readonly project: ProjectId;
  /** 0 for the limit of the service. */
  readonly maxRows: number;
  readonly queryId: string;
};

/** Before each batch after the first the caller's right to read in the project is looked at again. */
async function* answer(deps: Deps, call: Call, run: Run): AsyncGenerator<Part> {
  const { statement, versions, project, maxRows, queryId } = run;
  const { limits, engine, resolver } = deps;
  const isCut = maxRows > 0 && maxRows <= limits.resultRows;
  const request = {
    statement,
    tables: versions.map(toGrantedTable),
    maxRows: isCut ? maxRows : limits.resultRows,
    onMoreRows: isCut ? ('cut' as const) : ('refuse' as const),
  };
  let batches = 0;
  for await (const event of engine.runSelect(request, call)) {
    if (event.kind === 'batch' && batches++ > 0) await resolver.buckets(call, project, []);
    yield toPart(event, queryId);
  }
}

function toPart(event: ResultEvent, queryId: string): Part {
  switch (event.kind) {
    case 'schema':
      return { part: { case: 'schema', value: { columns: [...event.columns], queryId } } };
    case 'batch':
      return { part: { case: 'batch', value: { rowCount: event.batch.rowCount, columns: [...event.batch.columns] } } };
    case 'statistics': {
      const { rowCount, truncated, elapsedMs, scannedBytes } = event;
      const counts = { rowCount: BigInt(rowCount), elapsedMs: BigInt(elapsedMs), scannedBytes: BigInt(scannedBytes) };
      return { part: { case: 'statistics', value: { ...counts, truncated } } };
    }
  }
}
