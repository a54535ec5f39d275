import type { ShareService } from '@easement/contracts';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { changeTenants, withFewer } from './change-tenants.ts';

/** Their links are cut with it: no read that begins after the answer succeeds by them. */
export function removeProjects(deps: Deps): Handler<typeof ShareService.method.removeProjects> {
  return (request, call) => changeTenants(deps, call, request, { change: withFewer, unchanged: 'those not listed' });
}
