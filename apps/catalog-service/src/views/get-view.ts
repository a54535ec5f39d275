import type { ViewService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { getReachedView } from './view-access.ts';
import { toViewMessage } from './view-message.ts';

export function getView(deps: Deps): Handler<typeof ViewService.method.getView> {
  return async (request, call) => {
    const id = parseId('view', request.viewId);
    const { view, sight } = await getReachedView(deps, call, principalOf(call), id, 'see');
    return { view: toViewMessage(view, sight) };
  };
}
