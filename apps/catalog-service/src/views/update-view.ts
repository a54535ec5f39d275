import type { UpdateViewRequest, ViewService } from '@easement/contracts';
import { assertFresh, checkName, maskedFields, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { replaceName } from '../names/name-store.ts';
import { lockSeenView } from './lock-view.ts';
import { getReachedView } from './view-access.ts';
import { toViewMessage } from './view-message.ts';
import { changeView } from './view-store.ts';
import type { View } from './view.ts';

/** What reads the view, and what is granted of it, has its id. Who links its bucket sees the change, and is its impact. */
export function updateView(deps: Deps): Handler<typeof ViewService.method.updateView> {
  return mutation(deps, async (request, call, caller) => {
    const changes = toChanges(request);
    const id = parseId('view', request.viewId);
    const { view: seen } = await getReachedView(deps, call, caller, id, 'write');
    const updateTime = deps.now();
    return await mutate(deps, call, { bucket: seen.bucket, object: id }, async (tx) => {
      const view = await lockSeenView(tx, seen);
      assertFresh(request.etag, view);
      const { organization, bucket: scope, id: owner } = view;
      if (changes.name !== undefined) await replaceName(tx, { organization, scope, owner, name: changes.name });
      return { view: toViewMessage(await changeView(tx, view, { ...changes, updateTime })) };
    });
  });
}

function toChanges(request: UpdateViewRequest): Partial<Pick<View, 'name' | 'comment'>> {
  const fields = maskedFields(request.updateMask, ['name', 'comment']);
  return {
    ...(fields.has('name') ? { name: checkName(request.name) } : {}),
    ...(fields.has('comment') ? { comment: request.comment } : {}),
  };
}
