import { isId, type OrganizationId, parseId, policies, type ProjectId, Refusal, type ShareId } from '@easement/domain';
import { forgetRunningRequestOf, type Position, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { cutLinks } from '../links/cut-links.ts';
import { findLinkers } from '../links/linkers.ts';
import { deleteShare, findShares, lockShare } from './share-store.ts';
import { pageOfShares } from './share-lists.ts';
import type { StoredShare } from './share.table.ts';

const atOnce = 500;

/** Those whose bucket is there, or who hold none yet. The others read as not existing, and go away by the sweeper or whoever is in their way. */
export async function withBucket(
  { catalog }: Pick<Deps, 'catalog'>,
  call: Call,
  shares: readonly StoredShare[],
): Promise<StoredShare[]> {
  if (shares.length === 0) return [];
  const { buckets } = await catalog.objects(
    call,
    shares.flatMap(({ bucket }) => bucket ?? []),
  );
  return shares.filter(({ bucket }) => bucket === undefined || buckets.has(bucket));
}

/** Removes every share of the organization whose bucket is gone. */
export async function removeAllGone(deps: Deps, call: Call): Promise<void> {
  for await (const gone of pagesOfGone(deps, call, undefined)) {
    for (const id of gone)
      await deps.db.write(call, (tx) => removeGoneShares(tx, organizationOf(call), [id], deps.now()));
  }
}

/** Every share of the project whose bucket is gone. Nothing is removed: that is for the transaction they are in the way of. */
export async function findGone(deps: Deps, call: Call, project: ProjectId): Promise<readonly ShareId[]> {
  const found: ShareId[] = [];
  for await (const gone of pagesOfGone(deps, call, project)) found.push(...gone);
  return found;
}

async function* pagesOfGone(
  deps: Deps,
  call: Call,
  project: ProjectId | undefined,
): AsyncGenerator<readonly ShareId[]> {
  for (let after: Position | undefined; ;) {
    const page = { size: atOnce, after };
    const { shares, next } = await deps.db.read(call, (tx) => pageOfShares(tx, organizationOf(call), project, page));
    yield await goneOf(deps, call, shares);
    if (next === undefined) return;
    after = next;
  }
}

async function goneOf(deps: Deps, call: Call, shares: readonly StoredShare[]): Promise<readonly ShareId[]> {
  const there = new Set((await withBucket(deps, call, shares)).map(({ id }) => id));
  return shares.flatMap(({ id }) => (there.has(id) ? [] : [id]));
}

/**
 * The share whose bucket is gone and that has the name for which an act was refused. Nobody could see it, and after a drop
 * its name should be as free as the bucket's: the act may go through where its transaction removes the share first.
 */
export async function findGoneOwner(deps: Deps, call: Call, error: unknown): Promise<readonly ShareId[]> {
  const owner = error instanceof Refusal && error.reason === 'name_taken' ? error.facts['owner'] : undefined;
  if (owner === undefined || !isId('share', owner)) return [];
  const ids = [parseId('share', owner)];
  return await goneOf(deps, call, await deps.db.read(call, (tx) => findShares(tx, organizationOf(call), ids)));
}

/** Removes shares whose bucket is gone, as part of what they are in the way of; see `removeGoneShare`. */
export async function removeGoneShares(
  tx: WriteTx,
  organization: OrganizationId,
  gone: readonly ShareId[],
  time: Date,
): Promise<void> {
  for (const id of gone) await removeGoneShare(tx, organization, id, time);
}

/** Removes a share whose bucket is gone, and records that it went away by itself. */
export async function removeGoneShare(
  tx: WriteTx,
  organization: OrganizationId,
  id: ShareId,
  time: Date,
): Promise<boolean> {
  const share = await removeUnlinked(tx, organization, id, time);
  if (!share) return false;
  const gone = { action: 'share_gone', actor: undefined, share, before: share } as const;
  recordShareAct(tx, { ...gone, after: undefined, flags: [] });
  return true;
}

/**
 * Removes a share whose bucket is gone, with the record of a request that is still making it. Where links keep a bucket
 * from being dropped, one that has links stays: it is for people to see what happened. Else its links are cut, and the
 * sweeper finishes that. Answers the share, if it was removed.
 */
export async function removeUnlinked(
  tx: WriteTx,
  organization: OrganizationId,
  id: ShareId,
  time: Date,
): Promise<StoredShare | undefined> {
  const share = await lockShare(tx, organization, id);
  if (!share) return undefined;
  if (policies[share.kind].dropWhileLinked === 'done_and_told') {
    await cutLinks(tx, share, { time, remover: undefined, reason: 'source_dropped', comment: '' });
  } else if ((await findLinkers(tx, organization, id)).count > 0) {
    return undefined;
  }
  await deleteShare(tx, organization, id);
  await forgetRunningRequestOf(tx, organization, id);
  return share;
}
