import type { ViewService } from '@easement/contracts';
import { assertFresh, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { addToBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { tellView } from '../feed/tell.ts';
import { assertNotHeld } from '../holds/held.ts';
import { mutate, mutation } from '../mutation.ts';
import { lockSeenView } from './lock-view.ts';
import { getReachedView } from './view-access.ts';
import { removeViews } from './view-store.ts';

/** Views that read it keep its id, which nothing gets again: they miss it until they are replaced. */
export function deleteView(deps: Deps): Handler<typeof ViewService.method.deleteView> {
  return mutation(deps, async (request, call, caller) => {
    const id = parseId('view', request.viewId);
    const { view: seen } = await getReachedView(deps, call, caller, id, 'write');
    return await mutate(deps, call, { bucket: seen.bucket, object: id }, async (tx) => {
      const view = await lockSeenView(tx, seen);
      assertFresh(request.etag, view);
      const { organization, bucket } = view;
      await assertNotHeld(tx, organization, { bucket, object: id }, id);
      await removeViews(tx, organization, [id]);
      tellView(tx, view, undefined);
      await addToBucket(tx, view, { views: -1 });
      return {};
    });
  });
}
