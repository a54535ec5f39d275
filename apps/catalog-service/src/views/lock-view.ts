import { type BucketId, notFound, type OrganizationId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { lockBucket } from '../buckets/bucket-store.ts';
import { lockView } from './view-store.ts';
import type { View } from './view.ts';

type Place = Pick<View, 'organization' | 'bucket' | 'id'>;

/**
 * The view as it is under its lock and its bucket's; refuses `not_found` if it was dropped since the caller's right was
 * established. Locks the `others` of the buckets too, in the order of their ids.
 */
export async function lockSeenView(tx: WriteTx, seen: Place, others: readonly BucketId[] = []): Promise<View> {
  const { organization, bucket, id } = seen;
  await lockAll(tx, organization, [bucket, ...others]);
  const view = await lockView(tx, organization, id);
  if (!view) throw notFound('view', id);
  return view;
}

async function lockAll(tx: WriteTx, organization: OrganizationId, buckets: readonly BucketId[]): Promise<void> {
  for (const id of [...new Set(buckets)].sort()) await lockBucket(tx, organization, id);
}
