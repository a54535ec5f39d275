import { assertMaySeeShare, maySeeShare, notFound, type ShareId, type Standing } from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

export type SeenShare = {
  readonly share: StoredShare;
  /** What the caller is in the project that shares. */
  readonly standing: Standing;
};

/** The share, or `not_found`: to who may not see it, and to everybody once its bucket is gone. */
export async function seeShare(deps: Deps, call: Call, id: ShareId): Promise<SeenShare> {
  const { organization, principal } = principalOf(call);
  const share = await deps.db.read(call, (tx) => findShare(tx, organization, id));
  if (!share) throw notFound('share', id);
  const [standing, { buckets }] = await Promise.all([
    deps.directory.standing(call, principal, share.project),
    deps.catalog.objects(call, share.bucket === undefined ? [] : [share.bucket]),
  ]);
  if (share.bucket !== undefined && !buckets.has(share.bucket)) throw notFound('share', id);
  await assertSeesShare(deps, call, share, [standing]);
  return { share, standing };
}

/** Refuses `not_found` unless the caller sees the share: by the standings known already or, if need be, by any it has. */
export async function assertSeesShare(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  share: StoredShare,
  known: readonly Standing[],
): Promise<void> {
  if (maySeeShare(share, known)) return;
  assertMaySeeShare(share, await directory.everywhere(call, principalOf(call).principal));
}
