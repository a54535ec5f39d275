import type { SharingClosingService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { reopen } from './closing-store.ts';

/** Final for every attempt up to this one: a close of it that is still on its way finds it over. */
export function reopenProject({ db }: Deps): Handler<typeof SharingClosingService.method.reopenProject> {
  return async (request, call) => {
    const project = parseId('project', request.projectId);
    await db.write(call, (tx) => reopen(tx, organizationOf(call), project, Number(request.attempt)));
    return {};
  };
}
