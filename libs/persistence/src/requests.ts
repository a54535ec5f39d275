import { type Actor, Refusal } from '@easement/domain';
import { actorKey } from './actor-key.ts';
import { timeColumn } from './column.ts';
import type { Database } from './database.ts';
import { touchGuard } from './guards.ts';
import { execute, query } from './query.ts';
import { requestTable } from './request-record.table.ts';
import { deleteRows, findRow, updateRows } from './rows.ts';
import type { RowOf } from './table.ts';
import type { ReadTx, WriteTx } from './transaction.ts';
import type { Work } from './work.ts';

/** What a record of a request needs to know of its call. */
export type RecordedCall = {
  readonly actor: Actor;
  readonly method: string;
  readonly requestId: string;
  readonly fingerprint: () => string;
  readonly encodeAnswer: (answer: object) => Uint8Array;
  readonly decodeAnswer: (bytes: Uint8Array) => object;
};

export type RequestState =
  | { readonly state: 'new' }
  | { readonly state: 'running'; readonly thingId: string }
  | { readonly state: 'done'; readonly answer: object };

const purgeBatch = 500;
const keptMs = 24 * 60 * 60 * 1000;

/**
 * The first statement of a mutation's first transaction. `new`: go on and make `thingId`. `running`: an earlier attempt
 * began to make another thing; drive that one's steps on. `done`: answer this. Concurrent repeats wait for one another
 * here. Refuses `request_id_reused` if the request under this id asked for something else.
 */
export async function beginRequest(tx: WriteTx, call: RecordedCall, thingId: string): Promise<RequestState> {
  const key = keyOf(call);
  const isNew = await touchGuard(tx, requestTable, {
    ...key,
    fingerprint: call.fingerprint(),
    state: 'running',
    thing_id: thingId,
    answer: null,
    create_time: new Date(),
  });
  if (isNew) return { state: 'new' };
  const record = await findRow(tx, requestTable, key);
  if (record === undefined) throw new Error('a request record vanished while it was held');
  return stateOf(record, call);
}

/**
 * How far this request has come: asked before anything else is checked, since a repeat is answered the same whatever has
 * changed since. Holds nothing, so `beginRequest` still decides.
 */
export async function recallRequest(tx: ReadTx, call: RecordedCall): Promise<RequestState> {
  const record = await findRow(tx, requestTable, keyOf(call));
  return record === undefined ? { state: 'new' } : stateOf(record, call);
}

/**
 * The last transaction of a mutation of several: `work` does the last step and makes the answer, unless a concurrent
 * repeat was faster, whose answer stands. Refuses `lost_race` if the thing was undone meanwhile, and its record with it.
 */
export async function concludeRequest<A extends object>(
  tx: WriteTx,
  call: RecordedCall,
  thingId: string,
  work: () => Promise<A>,
): Promise<A> {
  const request = await beginRequest(tx, call, thingId);
  if (request.state === 'done') return request.answer as A;
  if (request.state === 'new' || request.thingId !== thingId) throw undone();
  const answer = await work();
  await answerRequest(tx, call, answer);
  return answer;
}

/**
 * The last statement of a mutation's last transaction: repeats get `answer` from now on. Refuses `lost_race` if the
 * thing was undone meanwhile, by which its record went too.
 */
export async function answerRequest(tx: WriteTx, call: RecordedCall, answer: object): Promise<void> {
  const changes = { state: 'done', answer: call.encodeAnswer(answer) } as const;
  const answered = await updateRows(tx, requestTable, keyOf(call), changes);
  if (answered === 0) throw undone();
}

/** Goes with undoing a thing, in the same transaction: its request may be made again. */
export async function forgetRequestOf(tx: WriteTx, organization: string, thingId: string): Promise<void> {
  await deleteRows(tx, requestTable, { organization_id: organization, thing_id: thingId });
}

/** The same where what is undone may have been answered: an answer that was given stands. */
export async function forgetRunningRequestOf(tx: WriteTx, organization: string, thingId: string): Promise<void> {
  await deleteRows(tx, requestTable, { organization_id: organization, thing_id: thingId, state: 'running' });
}

/** Deletes the records that are older than 24 hours, in all organizations, a few at a time; answers how many. */
export async function purgeRequests(db: Database, work: Work, now: Date): Promise<number> {
  for (let purged = 0; ;) {
    const { count, isLast } = await db.write(work, (tx) => purgeSome(tx, now.getTime() - keptMs));
    purged += count;
    if (isLast) return purged;
  }
}

/** Deletes the oldest records: up to the time of the last of a batch, since SQLite knows no limit on a DELETE. */
async function purgeSome(tx: WriteTx, before: number): Promise<{ readonly count: number; readonly isLast: boolean }> {
  const [last] = await query(
    tx,
    { create_time: timeColumn() },
    'SELECT create_time FROM request_record WHERE create_time < ? ORDER BY create_time LIMIT 1 OFFSET ?',
    [before, purgeBatch - 1],
  );
  const until = last === undefined ? before : last.create_time.getTime() + 1;
  const count = await execute(tx, 'DELETE FROM request_record WHERE create_time < ?', [until]);
  return { count, isLast: last === undefined };
}

function keyOf({ actor, method, requestId }: RecordedCall) {
  const { organization, principal } = actorKey(actor);
  return { organization_id: organization, principal, method, request_id: requestId };
}

function stateOf(record: RowOf<typeof requestTable>, call: RecordedCall): RequestState {
  if (record.fingerprint !== call.fingerprint()) throw reused(call.requestId);
  return record.answer === null
    ? { state: 'running', thingId: record.thing_id }
    : { state: 'done', answer: call.decodeAnswer(record.answer) };
}

function undone(): Refusal {
  return new Refusal(
    'lost_race',
    'what this request was making has been undone meanwhile; repeat with a new request id',
  );
}

function reused(requestId: string): Refusal {
  return new Refusal(
    'request_id_reused',
    `the request id ${requestId} was used before for a different request; make a new one for each request`,
    { request_id: requestId },
  );
}
