import type { AccessService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toQuestion } from './access-message.ts';
import { decide } from './decide.ts';

export function checkAccess(deps: Deps): Handler<typeof AccessService.method.checkAccess> {
  return async (request, call) => {
    const [decision] = await decide(deps, call, [toQuestion(request, principalOf(call).principal)]);
    if (!decision) throw new Error('one question has one answer');
    return decision;
  };
}
