import type { ViewService } from '@easement/contracts';
import { checkName, isId, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { getChangeableBucket } from '../buckets/bucket-access.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import { lockSeenBucket } from '../buckets/lock-bucket.ts';
import { assertProjectOpen } from '../closing/project-guard.ts';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { findOwners, reserveName } from '../names/name-store.ts';
import { describeView } from './describe-view.ts';
import { withSight } from './read-closure.ts';
import { replaceWith } from './replace-view.ts';
import { toViewMessage } from './view-message.ts';
import { insertView } from './view-store.ts';
import type { View } from './view.ts';

/**
 * The guard of the project is held, as by all that changes what its views read: so whether links show a view, which
 * depends on other views, is true when it is written.
 */
export function createView(deps: Deps): Handler<typeof ViewService.method.createView> {
  return mutation(deps, async (request, call, caller) => {
    const name = checkName(request.name);
    const { organization, principal: creator } = caller;
    const seen = await getChangeableBucket(deps, call, caller, request.bucketId);
    const owners = request.orReplace
      ? await deps.db.read(call, (tx) => findOwners(tx, organization, [{ scope: seen.id, name }]))
      : undefined;
    const there = owners?.find(seen.id, name) ?? '';
    if (isId('view', there))
      return await replaceWith(deps, call, caller, { ...request, etag: '' }, parseId('view', there));
    const definition = await describeView(deps, call, seen, request);
    const id = deps.newId('view');
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.id, object: id }, async (tx) => {
      await assertProjectOpen(tx, organization, seen.project);
      const { id: bucket, project } = await lockSeenBucket(tx, seen);
      const view: View = await withSight(tx, {
        ...{ organization, id, bucket, project, name, comment: request.comment, ...definition, isHidden: false },
        ...{ creator, createTime: now, updateTime: now, version: 1 },
      });
      await reserveName(tx, { organization, scope: bucket, owner: id, name });
      await insertView(tx, view);
      await addToBucket(tx, view, { views: 1 });
      return { view: toViewMessage(view) };
    });
  });
}
