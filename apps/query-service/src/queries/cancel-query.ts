import type { QueryService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';

export function cancelQuery({ running }: Deps): Handler<typeof QueryService.method.cancelQuery> {
  return ({ queryId }, call) => {
    running.cancel(principalOf(call).principal, queryId);
    return Promise.resolve({});
  };
}
