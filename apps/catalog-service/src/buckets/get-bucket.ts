import type { BucketService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { countGranted } from '../tables/granted-tables.ts';
import { getVisibleBucket } from './bucket-access.ts';
import { toBucketMessage } from './bucket-message.ts';

/** Of what is not granted through any link of the caller's, the counts tell nothing. */
export function getBucket(deps: Deps): Handler<typeof BucketService.method.getBucket> {
  return async (request, call) => {
    const { bucket, sight, granted } = await getVisibleBucket(deps, call, principalOf(call), request.bucketId);
    const shown = granted ? await deps.db.read(call, (tx) => countGranted(tx, bucket, granted)) : bucket;
    return { bucket: toBucketMessage(shown, sight) };
  };
}
