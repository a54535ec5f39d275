import {
  assertMayLink,
  maySeeInside,
  notFound,
  projectClosing,
  type ProjectId,
  Refusal,
  type ShareId,
  type Standing,
} from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertSeesShare } from '../shares/see-share.ts';
import { findShare } from '../shares/share-store.ts';
import type { StoredShare } from '../shares/share.table.ts';
import { assertFinds, type Single } from './single-object.ts';

export type AdmittedLinker = {
  readonly share: StoredShare;
  /** What the caller is in the project that would link. */
  readonly standing: Standing;
};

/** Refuses what the rules refuse to who would link the share into the project, as things are before any lock. */
export async function admitLinker(
  deps: Deps,
  call: Call,
  id: ShareId,
  project: ProjectId,
  single: Single | undefined,
): Promise<AdmittedLinker> {
  const { organization, principal } = principalOf(call);
  const share = await deps.db.read(call, (tx) => findShare(tx, organization, id));
  if (!share) throw notFound('share', id);
  const places = [project, share.project].map((place) => ({ principal, project: place }));
  const [standing, ...others] = await deps.directory.standings(call, places);
  if (!standing) throw new Error('identity-service answered no standing');
  await assertSeesShare(deps, call, share, [standing, ...others]);
  if (single && maySeeInside(standing)) await assertFinds(deps, call, share, project, single);
  try {
    assertMayLink(share, standing);
    if (standing.isProjectClosing) throw projectClosing(project);
  } catch (refusal) {
    throw await orGone(deps, call, share, refusal);
  }
  return { share, standing };
}

/** A share whose bucket is gone is none, to the refused as well. Who is admitted hears of it when the hold is placed. */
export async function orGone(
  { catalog }: Deps,
  call: Call,
  { id, bucket }: StoredShare,
  refusal: unknown,
): Promise<unknown> {
  if (!(refusal instanceof Refusal) || bucket === undefined) return refusal;
  const { buckets } = await catalog.objects(call, [bucket]);
  return buckets.has(bucket) ? refusal : notFound('share', id);
}
