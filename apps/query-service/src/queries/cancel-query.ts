import type { QueryService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';

export function cancelQuery({ running }: Deps): Handler<typeof QueryService.method.cancelQuery> {
  return async ({ queryId, validateOnly }, call) => {
    const { principal } = principalOf(call);
    if (validateOnly) running.assertTheirs(principal, queryId);
    else running.cancel(principal, queryId);
    return {};
  };
}
