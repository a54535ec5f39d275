import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ExecuteResponseSchema, QueryService } from '@easement/contracts';
import { parseId, type ProjectId } from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import { namesOf, toGranted } from '../access/granted-objects.ts';
import type { MeantName, Resolved } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import type { ResultEvent } from '../engine/run-statement.ts';
import type { JobLimits } from '../engine/worker/worker-pool.ts';
import type { Statement } from '../engine/sql/statement.ts';
import { parseStatement } from '@easement/sql';
import { assertReadable } from '../engine/sql/parse-statement.ts';
import { carryOut, type OwnStatement } from '../statements/carry-out.ts';
import { type Here, qualified } from '../statements/here.ts';
import { toParts } from '../statements/outcome.ts';
import { refuseWrite } from './refuse-write.ts';
import { timeLimit } from './time-limit.ts';

export function execute(deps: Deps): Handler<typeof QueryService.method.execute> {
  return async function* ({ projectId, statement: text, maxRows, defaultBucket, validateOnly }, call) {
    using limit = timeLimit(call);
    const project = parseId('project', projectId);
    // Who may not read here learns nothing of the statement, not even that it cannot be parsed.
    await deps.resolver.assertMayRead(call, project);
    assertReadable(text);
    const here = { call: endedBy(call, limit.signal), project, text, defaultBucket, validateOnly };
    const own = parseStatement(text);
    if (own.kind !== 'query') {
      yield* answerOwn(deps, here, own);
      return;
    }
    const statement = await deps.engine.parse(text, { ...endedBy(call, limit.signal), group: project });
    if (statement.kind === 'write') return await refuseWrite(deps, call, project, { ...statement, text });
    const names = namesIn(text, statement).map((name) => qualified(here, name));
    const objects = await deps.resolver.objects(call, project, text, names);
    using running = deps.running.begin({ principal: principalOf(call).principal, project });
    const { id: queryId, signal: ended } = running;
    const run = { statement, objects, project, maxRows: Number(maxRows), queryId, validateOnly };
    yield* answer(deps, endedBy(call, ended), { ...endedBy(call, ended, limit.signal), group: project }, run);
  };
}

function endedBy(call: Call, ...signals: AbortSignal[]): Call {
  return { ...call, signal: AbortSignal.any([call.signal, ...signals]) };
}

/** What is only to be validated answers nothing, as of a SELECT. */
async function* answerOwn(deps: Deps, here: Here, statement: OwnStatement): AsyncGenerator<Part> {
  const { call, project, validateOnly } = here;
  using running = deps.running.begin({ principal: principalOf(call).principal, project });
  const begin = performance.now();
  const outcome = await carryOut(deps, { ...here, call: endedBy(call, running.signal) }, statement);
  if (validateOnly) return;
  yield* toParts(outcome, { queryId: running.id, elapsedMs: Math.round(performance.now() - begin) });
}

/** The names with their places in the whole text: those of an explained statement are counted from its own beginning. */
function namesIn(text: string, statement: Select): MeantName[] {
  const shift = [...text].length - [...statement.text].length;
  return namesOf(statement).map((name) => ({ ...name, offset: name.offset + shift }));
}

type Part = MessageInitShape<typeof ExecuteResponseSchema>;
type Select = Extract<Statement, { kind: 'select' }>;

type Run = {
  readonly statement: Select;
  readonly objects: readonly Resolved[];
  readonly project: ProjectId;
  /** 0 for the limit of the service. */
  readonly maxRows: number;
  readonly queryId: string;
  readonly validateOnly: boolean;
};

/**
 * Before each batch the caller's right to read in the project is looked at again. What is only to be validated is planned,
 * so that its names and types are checked, and nothing is answered. The statement is `timed`; peers have until the
 * deadline, so that their silence is not taken for its slowness.
 */
async function* answer(
  { limits, engine, resolver }: Deps,
  call: Call,
  timed: JobLimits,
  run: Run,
): AsyncGenerator<Part> {
  const { statement, objects, project, maxRows, queryId, validateOnly } = run;
  const isCut = maxRows > 0 && maxRows <= limits.resultRows;
  const request = {
    statement,
    ...toGranted(objects, project),
    maxRows: isCut ? maxRows : limits.resultRows,
    onMoreRows: isCut ? ('cut' as const) : ('refuse' as const),
  };
  if (validateOnly) {
    await engine.describe(request, timed);
    return;
  }
  for await (const event of engine.runSelect(request, timed)) {
    if (event.kind === 'batch') await resolver.assertMayRead(call, project);
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
