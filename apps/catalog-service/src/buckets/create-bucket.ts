import type { BucketService } from '@easement/contracts';
import { checkName, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { assertMayCreateIn } from '../access/project-access.ts';
import { assertProjectOpen } from '../closing/project-guard.ts';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { reserveName } from '../names/name-store.ts';
import { toBucketMessage, toStage } from './bucket-message.ts';
import { insertBucket } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';

export function createBucket(deps: Deps): Handler<typeof BucketService.method.createBucket> {
  return mutation(deps, async (request, call, { principal, organization }) => {
    const project = parseId('project', request.projectId);
    const name = checkName(request.name);
    const now = deps.now();
    const bucket: Bucket = {
      organization,
      id: deps.newId('bucket'),
      project,
      name,
      stage: toStage(request.stage),
      description: request.description,
      creator: principal,
      createTime: now,
      updateTime: now,
      ...{ tableCount: 0, hiddenTableCount: 0, rowCount: 0, byteCount: 0, viewCount: 0, functionCount: 0 },
      version: 1,
    };
    await assertMayCreateIn(deps, call, principal, project);
    return await mutate(deps, call, undefined, async (tx) => {
      await assertProjectOpen(tx, organization, project);
      await reserveName(tx, { organization, scope: project, owner: bucket.id, name });
      await insertBucket(tx, bucket);
      return { bucket: toBucketMessage(bucket) };
    });
  });
}
