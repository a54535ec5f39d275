import { notFound } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { lockBucket } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';

/** The bucket as it is under its lock; refuses `not_found` if it was dropped since the caller's right was established. */
export async function lockSeenBucket(tx: WriteTx, { organization, id }: Bucket): Promise<Bucket> {
  const bucket = await lockBucket(tx, organization, id);
  if (!bucket) throw notFound('bucket', id);
  return bucket;
}
