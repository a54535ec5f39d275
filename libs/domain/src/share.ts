import { admits, type Audience, assertAdmits, notOrganizationMember } from './audience.ts';
import type { BucketId, OrganizationId, ProjectId, ShareId } from './ids.ts';
import type { ShareKind } from './policy.ts';
import { notFound, Refusal } from './refusal.ts';
import { covers } from './role.ts';
import {
  assertProjectRole,
  effectiveRole,
  isOrganizationMember,
  maySeeInside,
  missingRole,
  type Standing,
} from './standing.ts';

/** The provider's named offer. What each kind allows is in `policy.ts`. */
export type Share = {
  readonly organization: OrganizationId;
  readonly id: ShareId;
  readonly kind: ShareKind;
  /** The project that shares, and owns the bucket. */
  readonly project: ProjectId;
  /** Undefined while a share of kind `grants` holds none. */
  readonly bucket: BucketId | undefined;
  readonly audience: Audience;
};

/**
 * Refuses unless the principal may make, change or withdraw shares of a project: `write` there, and membership of the
 * organization. `standing` is the one in the source project; that the principal sees what it is about, the bucket or the
 * share, is established before. Source: sharing rules, section 3.
 */
export function assertMayManageShares(standing: Standing, act = 'sharing'): void {
  if (!covers(effectiveRole(standing), 'write')) throw missingRole(act, 'write', standing.project);
  if (!isOrganizationMember(standing)) throw notOrganizationMember(act);
}

/**
 * Refuses unless the principal may link `share` into the project of `standing`. The order of the refusals is the one of
 * the sharing rules, section 8; that the share is visible to the principal at all is for `maySeeShare` to establish.
 */
export function assertMayLink(share: Pick<Share, 'audience'>, standing: Standing): void {
  assertProjectRole(standing, 'write', 'linking');
  assertAdmits(share.audience, standing);
}

/**
 * Whether the principal may know of the share: who sees inside the source project, and whom the audience admits in some
 * project of theirs. `standings` are the principal's in the source project and in every project it has a role in.
 */
export function maySeeShare(share: Pick<Share, 'project' | 'audience'>, standings: readonly Standing[]): boolean {
  return standings.some(
    (standing) => (standing.project === share.project && maySeeInside(standing)) || admits(share.audience, standing),
  );
}

export function assertMaySeeShare(
  share: Pick<Share, 'id' | 'project' | 'audience'>,
  standings: readonly Standing[],
): void {
  if (!maySeeShare(share, standings)) throw notFound('share', share.id);
}

/** The refusal of a second share of a bucket or, without one, of the name, on other terms than those of the first. */
export function shareExists(
  bucket: BucketId | undefined,
  share: { readonly id: ShareId; readonly name: string },
): Refusal {
  const name = `${JSON.stringify(share.name)} (${share.id})`;
  return new Refusal(
    'share_exists',
    bucket === undefined
      ? `there is a share ${name} already, which holds something else; change that share, or choose another name`
      : `${bucket} is shared already, on other terms, as ${name}; change that share`,
    { share: share.id, name: share.name },
  );
}
