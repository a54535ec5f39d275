import type { Reach } from '@easement/contracts';
import {
  type BucketId,
  covers,
  effectiveRole,
  type LinkId,
  type LinkReach,
  linkIsReadOnly,
  maySeeInside,
  missingRole,
  notFound,
  type ObjectReach,
  parseId,
  parseObjectId,
  type PrincipalId,
  type ProjectId,
  type Standing,
} from '@easement/domain';
import { asService, type Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';

/** What is to be established: links are asked for only where the role in the owning project does not give it. */
export type Need = 'see' | 'read' | 'write';

/** Where an object is: in a bucket, and behind aliases that other buckets hold. */
type Placed = { readonly bucket: BucketId; readonly project: ProjectId; readonly shownIn?: readonly BucketId[] };

/** What identity and sharing vouch for about a principal and a bucket or what is in it. Asked before any transaction. */
export async function getObjectReach(
  { standings, reach }: Pick<Deps, 'standings' | 'reach'>,
  call: Call,
  principal: PrincipalId,
  { bucket, project, shownIn = [] }: Placed,
  need: Need,
): Promise<ObjectReach> {
  const owner = await standings.one(call, principal, project);
  if (gives(owner, need)) return { owner, links: [] };
  const { reaches } = await reach.findReach(
    { principalId: principal, bucketIds: [bucket, ...shownIn] },
    asService(call),
  );
  return { owner, links: reaches.map(toLinkReach) };
}

/** A link that the principal reaches in a project of its own, and what it shows. */
export type ReachedLink = LinkReach & { readonly bucket: BucketId };

/** Refuses `not_found` where the principal has no role in the project that links, or the link is no longer live. */
export async function getReachedLink(
  { reach }: Pick<Deps, 'reach'>,
  call: Call,
  principal: PrincipalId,
  link: LinkId,
): Promise<ReachedLink> {
  const { reaches } = await reach.findReach({ principalId: principal, linkIds: [link] }, asService(call));
  const found = reaches.find(({ linkId }) => linkId === link);
  if (!found) throw notFound('link', link);
  return { ...toLinkReach(found), bucket: parseId('bucket', found.bucketId) };
}

/** The refusal where a link's id stands for the bucket that is to be changed: what links show is read-only. */
export async function refuseLink(
  deps: Pick<Deps, 'reach'>,
  call: Call,
  principal: PrincipalId,
  link: LinkId,
): Promise<never> {
  const reached = await getReachedLink(deps, call, principal, link);
  if (reached.writes) throw linkIsReadOnly(link, reached.bucket);
  throw missingRole(`changing ${reached.bucket}`, 'write', reached.project);
}

function gives(owner: Standing, need: Need): boolean {
  switch (need) {
    case 'see':
      return maySeeInside(owner);
    case 'read':
    case 'write':
      return covers(effectiveRole(owner), need);
  }
}

function toLinkReach({ linkId, projectId, readsRows, writes, onlyGranted, grantedIds }: Reach): LinkReach {
  return {
    ...{ link: parseId('link', linkId), project: parseId('project', projectId), readsRows, writes },
    ...(onlyGranted ? { granted: new Set(grantedIds.map(parseObjectId)) } : {}),
  };
}
