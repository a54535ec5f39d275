import type { ShareService } from '@easement/contracts';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { changeTenants, withMore } from './change-tenants.ts';

export function addProjects(deps: Deps): Handler<typeof ShareService.method.addProjects> {
  return (request, call) => changeTenants(deps, call, request, { change: withMore, unchanged: 'those listed' });
}
