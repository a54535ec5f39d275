import { type BucketId, notFound, type OrganizationId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { lockBucket } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';

/** The bucket as it is under its lock; refuses `not_found` if it was dropped since the caller's right was established. */
export async function lockSeenBucket(
  tx: WriteTx,
  { organization, id }: Pick<Bucket, 'organization' | 'id'>,
): Promise<Bucket> {
  const bucket = await lockBucket(tx, organization, id);
  if (!bucket) throw notFound('bucket', id);
  return bucket;
}

/** The same for several, in the order of their ids, so that two transactions do not wait for each other. */
export async function lockSeenBuckets(
  tx: WriteTx,
  organization: OrganizationId,
  ids: readonly BucketId[],
): Promise<void> {
  for (const id of [...new Set(ids)].sort()) await lockSeenBucket(tx, { organization, id });
}
