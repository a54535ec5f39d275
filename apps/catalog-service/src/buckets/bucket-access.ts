import {
  assertMayChangeObject,
  assertMaySeeObject,
  type BucketId,
  grantedThrough,
  isId,
  maySeeInside,
  notFound,
  type ObjectId,
  parseId,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import { getObjectReach, getReachedLink, refuseLink } from '../access/object-reach.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../mutation.ts';
import type { Sight } from './bucket-message.ts';
import { findBucket } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';

/** A bucket, and how much of what is in it is seen: everything, what links show, or of that what is granted. */
export type VisibleBucket = {
  readonly bucket: Bucket;
  readonly sight: Sight;
  readonly granted: ReadonlySet<ObjectId> | undefined;
};

/** A bucket as the caller may see it, by its id or by that of a link to it. Refuses `not_found`. */
export async function getVisibleBucket(
  deps: Deps,
  call: Call,
  caller: Caller,
  idOrLink: string,
): Promise<VisibleBucket> {
  const { organization, principal } = caller;
  if (isId('link', idOrLink)) {
    const link = parseId('link', idOrLink);
    const reached = await getReachedLink(deps, call, principal, link);
    const bucket = await deps.db.read(call, (tx) => findBucket(tx, organization, reached.bucket));
    if (!bucket) throw notFound('link', link);
    return { bucket, sight: 'through_link', granted: grantedThrough([reached]) };
  }
  const bucket = await readBucket(deps, call, caller, parseId('bucket', idOrLink));
  const reach = await getObjectReach(deps, call, principal, { bucket: bucket.id, project: bucket.project }, 'see');
  assertMaySeeObject(reach, { kind: 'bucket', id: bucket.id });
  return maySeeInside(reach.owner)
    ? { bucket, sight: 'inside', granted: undefined }
    : { bucket, sight: 'through_link', granted: grantedThrough(reach.links) };
}

/** A bucket that the caller may change. A link's id is refused, as what it shows is read-only. */
export async function getChangeableBucket(deps: Deps, call: Call, caller: Caller, idOrLink: string): Promise<Bucket> {
  const { principal } = caller;
  if (isId('link', idOrLink)) return await refuseLink(deps, call, principal, parseId('link', idOrLink));
  const bucket = await readBucket(deps, call, caller, parseId('bucket', idOrLink));
  const reach = await getObjectReach(deps, call, principal, { bucket: bucket.id, project: bucket.project }, 'write');
  assertMayChangeObject(reach, { kind: 'bucket', id: bucket.id });
  return bucket;
}

async function readBucket({ db }: Deps, call: Call, { organization }: Caller, id: BucketId): Promise<Bucket> {
  const bucket = await db.read(call, (tx) => findBucket(tx, organization, id));
  if (!bucket) throw notFound('bucket', id);
  return bucket;
}
