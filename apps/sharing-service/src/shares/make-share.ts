import { notFound, parseId, Refusal, type ShareId } from '@easement/domain';
import { beginRequest, concludeRequest, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf } from '@easement/rpc';
import { forgetShareActs, recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { impactOn, listedIn } from '../impact.ts';
import { assertProjectOpen } from '../projects/project-guard.ts';
import { toEarlier } from '../repeats.ts';
import type { CreateShareAnswer } from './create-share.ts';
import { removeGoneShares, removeUnlinked, withBucket } from './gone-shares.ts';
import { toShareMessage } from './share-message.ts';
import { findShare, insertShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

/**
 * Inserts the share, then makes sure that its bucket is still there: the catalog may have dropped it in between.
 * `inTheWay` are shares whose bucket is gone; they make room.
 */
export async function makeShare(
  deps: Deps,
  call: Call,
  share: StoredShare,
  inTheWay: readonly ShareId[],
): Promise<CreateShareAnswer> {
  const insert = async (tx: WriteTx) => {
    await assertProjectOpen(tx, share.organization, share.project);
    await removeGoneShares(tx, share.organization, inTheWay, deps.now());
    await insertShare(tx, share);
    const made = { action: 'share_created', actor: share.creator, share, after: share } as const;
    recordShareAct(tx, { ...made, before: undefined, flags: [] });
  };
  if (call.validateOnly) {
    await deps.db.rehearse(call, insert);
    return { impact: await impactOn(deps, call, listedIn(share.audience)) };
  }
  const begun = await deps.db.write(call, async (tx) => {
    const request = await beginRequest(tx, call, share.id);
    if (request.state === 'new') await insert(tx);
    return toEarlier<CreateShareAnswer>(request);
  });
  if (begun.state === 'done') return begun.answer;
  await deps.reached('share_inserted');
  return await finishShare(deps, call, begun.state === 'new' ? share.id : parseId('share', begun.thingId));
}

/** The last steps of making a share: a bucket that is gone takes the share along. */
export async function finishShare(deps: Deps, call: Call, id: ShareId): Promise<CreateShareAnswer> {
  const organization = organizationOf(call);
  const share = await deps.db.read(call, (tx) => findShare(tx, organization, id));
  if (!share) throw new Refusal('lost_race', `${id} was removed while it was being made; share again`, { id });
  if ((await withBucket(deps, call, [share])).length === 0) {
    await deps.db.write(call, (tx) => undoShare(tx, share, deps.now()));
    throw notFound('bucket', share.bucket ?? '');
  }
  return await deps.db.write(call, (tx) =>
    concludeRequest(tx, call, id, async () => ({ share: toShareMessage(share) })),
  );
}

/** What was never finished leaves no record of itself. */
async function undoShare(tx: WriteTx, share: StoredShare, time: Date): Promise<void> {
  if (await removeUnlinked(tx, share.organization, share.id, time)) await forgetShareActs(tx, share);
}
