import type { BucketService, UpdateBucketRequest } from '@easement/contracts';
import { assertFresh, checkName, maskedFields } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { replaceName } from '../names/name-store.ts';
import { getChangeableBucket } from './bucket-access.ts';
import { toBucketMessage, toStage } from './bucket-message.ts';
import { changeBucket } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';
import { lockSeenBucket } from './lock-bucket.ts';

export function updateBucket(deps: Deps): Handler<typeof BucketService.method.updateBucket> {
  return mutation(deps, async (request, call, caller) => {
    const changes = toChanges(request);
    const seen = await getChangeableBucket(deps, call, caller, request.bucketId);
    const updateTime = deps.now();
    return await mutate(deps, call, { bucket: seen.id }, async (tx) => {
      const bucket = await lockSeenBucket(tx, seen);
      assertFresh(request.etag, bucket);
      const { organization, id: owner, project: scope } = bucket;
      if (changes.name !== undefined) await replaceName(tx, { organization, scope, owner, name: changes.name });
      return { bucket: toBucketMessage(await changeBucket(tx, bucket, { ...changes, updateTime })) };
    });
  });
}

function toChanges(request: UpdateBucketRequest): Partial<Pick<Bucket, 'name' | 'stage' | 'description'>> {
  const fields = maskedFields(request.updateMask, ['name', 'stage', 'description']);
  return {
    ...(fields.has('name') ? { name: checkName(request.name) } : {}),
    ...(fields.has('stage') ? { stage: toStage(request.stage) } : {}),
    ...(fields.has('description') ? { description: request.description } : {}),
  };
}
