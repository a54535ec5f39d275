import { isId, type OrganizationId, parseId, type ProjectId, Refusal, type ShareId } from '@easement/domain';
import { forgetRunningRequestOf, type Position, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { findLinkers } from '../links/linkers.ts';
import { deleteShare, findShares, lockShare } from './share-store.ts';
import { pageOfShares } from './share-lists.ts';
import type { StoredShare } from './share.table.ts';

const atOnce = 500;

/** Those whose bucket is there. The others read as not existing, and go away by the sweeper or whoever is in their way. */
export async function withBucket(
  { catalog }: Pick<Deps, 'catalog'>,
  call: Call,
  shares: readonly StoredShare[],
): Promise<StoredShare[]> {
  if (shares.length === 0) return [];
  const { buckets } = await catalog.objects(
    call,
    shares.map(({ bucket }) => bucket),
  );
  return shares.filter(({ bucket }) => buckets.has(bucket));
}

/** Removes those of the shares whose bucket is gone, and answers whether there were any. */
export async function removeGone(deps: Deps, call: Call, shares: readonly StoredShare[]): Promise<boolean> {
  const there = new Set((await withBucket(deps, call, shares)).map(({ id }) => id));
  const gone = shares.filter(({ id }) => !there.has(id));
  let removed = false;
  for (const { organization, id } of gone) {
    removed = (await deps.db.write(call, (tx) => removeGoneShare(tx, organization, id))) || removed;
  }
  return removed;
}

/** Removes every share of the project, or of all projects, whose bucket is gone. */
export async function removeAllGone(deps: Deps, call: Call, project: ProjectId | undefined): Promise<void> {
  for (let after: Position | undefined; ;) {
    const page = { size: atOnce, after };
    const { shares, next } = await deps.db.read(call, (tx) => pageOfShares(tx, organizationOf(call), project, page));
    await removeGone(deps, call, shares);
    if (next === undefined) return;
    after = next;
  }
}

/**
 * Whether an act that was refused may go through now: a share whose bucket is gone had the name, and is removed. Until
 * then nobody could see it, and after a drop its name should be as free as the bucket's.
 */
export async function freesName(deps: Deps, call: Call, error: unknown): Promise<boolean> {
  const owner = error instanceof Refusal && error.reason === 'name_taken' ? error.facts['owner'] : undefined;
  if (owner === undefined || !isId('share', owner)) return false;
  const ids = [parseId('share', owner)];
  const shares = await deps.db.read(call, (tx) => findShares(tx, organizationOf(call), ids));
  return await removeGone(deps, call, shares);
}

/** Removes a share whose bucket is gone, and records that it went away by itself. */
export async function removeGoneShare(tx: WriteTx, organization: OrganizationId, id: ShareId): Promise<boolean> {
  const share = await removeUnlinked(tx, organization, id);
  if (!share) return false;
  const gone = { action: 'share_gone', actor: undefined, share, before: share } as const;
  recordShareAct(tx, { ...gone, after: undefined, flags: [] });
  return true;
}

/**
 * Removes a share whose bucket is gone, with the record of a request that is still making it. One that has links stays: a
 * linked bucket cannot have gone, so it is for people to see what happened. Answers the share, if it was removed.
 */
export async function removeUnlinked(
  tx: WriteTx,
  organization: OrganizationId,
  id: ShareId,
): Promise<StoredShare | undefined> {
  const share = await lockShare(tx, organization, id);
  if (!share || (await findLinkers(tx, organization, id)).count > 0) return undefined;
  await deleteShare(tx, organization, id);
  await forgetRunningRequestOf(tx, organization, id);
  return share;
}
