import type { BucketService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { getVisibleBucket } from './bucket-access.ts';
import { toBucketMessage } from './bucket-message.ts';

export function getBucket(deps: Deps): Handler<typeof BucketService.method.getBucket> {
  return async (request, call) => {
    const { bucket, sight } = await getVisibleBucket(deps, call, principalOf(call), request.bucketId);
    return { bucket: toBucketMessage(bucket, sight) };
  };
}
