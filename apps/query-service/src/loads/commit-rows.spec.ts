import { create } from '@bufbuild/protobuf';
import { type CommitVersionResponse, CommitVersionResponseSchema, OperationKind } from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import { commitRows } from './commit-rows.ts';
import type { StoredRows } from './store-rows.ts';

const peers = localPeers();
const call = peers.callOf(setScene(peers).owner);
const tableId = newId('table');
const ours = newId('file');
const commit = { tableId, expectedVersion: 0n, kind: OperationKind.APPEND };

/** Commits our file where the catalog answers so; tells whether the file is kept afterwards, and what is answered. */
async function outcomeOf(
  answer: () => Promise<CommitVersionResponse>,
  { validateOnly = false, signal = call.signal } = {},
): Promise<{ readonly keep: boolean; readonly outcome: unknown }> {
  const stored: StoredRows = { file: { id: ours }, keep: false, [Symbol.asyncDispose]: async () => undefined };
  const committing = { call: { ...call, signal }, validateOnly, requestId: 'one', contentHash: 'abc' };
  const commits = { make: answer, recall: () => Promise.resolve(undefined) };
  const outcome = await commitRows({ commits }, committing, stored, commit).catch((error: unknown) => error);
  return { keep: stored.keep, outcome };
}

const answered = (fileId: string) => () =>
  Promise.resolve(create(CommitVersionResponseSchema, { table: { id: tableId, version: 1n }, fileIds: [fileId] }));

describe('the file of a load', () => {
  it('is kept where its version lists it', async () => {
    expect(await outcomeOf(answered(ours))).toMatchObject({ keep: true, outcome: { table: { version: 1n } } });
  });

  it('goes where an earlier one has been listed in its place, and after a rehearsal', async () => {
    expect(await outcomeOf(answered(newId('file')))).toMatchObject({
      keep: false,
      outcome: { table: { version: 1n } },
    });
    expect(await outcomeOf(answered(ours), { validateOnly: true })).toMatchObject({ keep: false });
  });

  it.each([
    'lost_race',
    'missing_role',
    'not_found',
    'name_taken',
    'has_links',
    'invalid_field',
    'rate_limited',
  ] as const)('goes where the catalog says %s', async (reason) => {
    const no = new Refusal(reason, 'no');
    expect(await outcomeOf(() => Promise.reject(no))).toEqual({ keep: false, outcome: no });
  });

  it.each([
    new Refusal('peer_unavailable', 'silence'),
    new Refusal('message_too_large', 'an answer that could not be received'),
    new Error('a fault'),
    'not even an error',
  ])('is kept where nobody knows: %s', async (thrown) => {
    expect(await outcomeOf(() => Promise.reject(thrown as Error))).toEqual({ keep: true, outcome: thrown });
  });

  it('goes, and nothing is asked, where the caller has left already', async () => {
    const gone = AbortSignal.abort(new Error('left'));
    const asked = () => Promise.reject(new Error('asked all the same'));
    expect(await outcomeOf(asked, { signal: gone })).toMatchObject({ keep: false, outcome: { message: 'left' } });
  });

  it('is refused under the id that the caller knows', async () => {
    const reused = new Refusal('request_id_reused', 'derived was used', { request_id: 'derived' });
    expect(await outcomeOf(() => Promise.reject(reused))).toMatchObject({
      keep: false,
      outcome: { reason: 'request_id_reused', facts: { request_id: 'one' } },
    });
  });
});
