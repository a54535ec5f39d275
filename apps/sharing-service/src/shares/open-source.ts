import {
  assertMayShare,
  type BucketId,
  isId,
  type LinkId,
  maySeeInside,
  notFound,
  type ObjectId,
  parseId,
  type ProjectId,
  Refusal,
  type Standing,
} from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import { selectShownGrants, showsObject } from '../access/shown-grants.ts';
import type { Deps } from '../deps.ts';
import { findLink } from '../links/link-store.ts';
import { findLinksToBuckets } from '../links/link-lists.ts';
import type { StoredLink } from '../links/link.table.ts';
import type { KnownStanding } from '../peers/directory.ts';

/** A bucket of a project that the caller sees inside. */
export type Source = {
  readonly bucket: BucketId;
  readonly bucketName: string;
  readonly project: ProjectId;
  readonly standing: KnownStanding;
};

/**
 * The bucket that is to be shared, or that holds the `object` which is. What the caller reaches by a link alone, by the
 * bucket's id or by the link's, is refused with `reshare_forbidden`, once the caller's roles would do; what it does not
 * reach, as the object in a bucket of whose objects its links show others, with `not_found`.
 */
export async function openSource(deps: Deps, call: Call, id: string, object?: ObjectId): Promise<Source> {
  if (isId('link', id)) return await refuseLink(deps, call, parseId('link', id));
  const bucket = parseId('bucket', id);
  const { buckets } = await deps.catalog.objects(call, [bucket]);
  const found = buckets.get(bucket);
  if (!found) throw notFound('bucket', id);
  const project = parseId('project', found.projectId);
  const standing = await deps.directory.standing(call, principalOf(call).principal, project);
  if (maySeeInside(standing)) return { bucket, bucketName: found.name, project, standing };
  return await refuseLinked(deps, call, bucket, object ?? bucket);
}

async function refuseLink(deps: Deps, call: Call, id: LinkId): Promise<never> {
  const { organization, principal } = principalOf(call);
  const link = await deps.db.read(call, (tx) => findLink(tx, organization, id));
  if (link?.state !== 'active' && link?.state !== 'renaming') throw notFound('bucket', id);
  const standing = await deps.directory.standing(call, principal, link.project);
  return refuseReached([{ link, standing }], id);
}

async function refuseLinked(deps: Deps, call: Call, bucket: BucketId, object: BucketId | ObjectId): Promise<never> {
  const { organization, principal } = principalOf(call);
  const standings = await deps.directory.everywhere(call, principal);
  const projects = standings.map(({ project }) => project);
  const links = await deps.db.read(call, (tx) => findLinksToBuckets(tx, organization, [bucket], projects));
  const grants = await selectShownGrants(deps.db, call, organization, links);
  const ways = links.flatMap((link) => {
    const standing = standings.find(({ project }) => project === link.project);
    return standing && showsObject(grants, link, object) ? [{ link, standing }] : [];
  });
  return refuseReached(ways, bucket);
}

type Way = { readonly link: StoredLink; readonly standing: Standing };

/** Of several ways, the one by which the caller has come furthest gives the refusal. */
function refuseReached(ways: readonly Way[], id: string): never {
  const refusals = ways.map((way) => refusalOf(way, id));
  throw refusals.find(({ reason }) => reason === 'reshare_forbidden') ?? refusals[0] ?? notFound('bucket', id);
}

function refusalOf({ link, standing }: Way, id: string): Refusal {
  try {
    assertMayShare(standing, { kind: 'linked', link: link.id }, { kind: 'bucket', id });
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`${id} may be shared on by a link, which no rule allows`);
}
