import type { AccessService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toQuestion } from './access-message.ts';
import { decide } from './decide.ts';

export function batchCheckAccess(deps: Deps): Handler<typeof AccessService.method.batchCheckAccess> {
  return async (request, call) => {
    const { principal } = principalOf(call);
    return {
      decisions: await decide(
        deps,
        call,
        request.checks.map((check) => toQuestion(check, principal)),
      ),
    };
  };
}
