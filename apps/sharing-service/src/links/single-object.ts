import type { CreateLinkRequest } from '@easement/contracts';
import {
  assertHolds,
  type BucketId,
  invalidField,
  notFound,
  type ObjectId,
  parseId,
  parseObjectId,
  policies,
  type ProjectId,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { kindOf } from '../grants/find-grantable.ts';
import { findGrants } from '../grants/grant-store.ts';
import { bucketOf } from '../grants/list-grants.ts';
import type { StoredShare } from '../shares/share.table.ts';

/** A link to one object: what it shows, and the bucket in which it has its name. */
export type Single = { readonly object: ObjectId; readonly target: BucketId };

/** Undefined where the whole share is to be linked. */
export function toSingle({ objectId, targetBucketId }: CreateLinkRequest): Single | undefined {
  if (objectId === '' && targetBucketId === '') return undefined;
  if (objectId === '') throw invalidField('object_id', 'say which object is to have its name in that bucket');
  if (targetBucketId === '')
    throw invalidField('target_bucket_id', 'say in which bucket the object is to have its name');
  return { object: parseObjectId(objectId), target: parseId('bucket', targetBucketId) };
}

/**
 * Refuses `not_found` where the share does not grant the object, the object is gone, or the bucket is not the project's:
 * what the caller does not see comes before what it may not do. That a share of a whole bucket has no such objects is said
 * later.
 */
export async function assertFinds(
  { db, catalog }: Deps,
  call: Call,
  share: StoredShare,
  project: ProjectId,
  { object, target }: Single,
): Promise<void> {
  const found = await catalog.objects(call, [target, object]);
  if (found.buckets.get(target)?.projectId !== project) throw notFound('bucket', target);
  if (policies[share.kind].shows === 'whole_bucket') return;
  assertHolds(share, await db.read(call, (tx) => findGrants(tx, share.organization, [share.id])), object);
  if (bucketOf(found, object) === undefined) throw notFound(kindOf(object), object);
}
