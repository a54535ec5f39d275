import type { CatalogClosingService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { lockAttempts, saveAttempts } from './project-guard.ts';

/** Final for every attempt up to this one: a close of it that is still on its way finds it over. */
export function reopenProject({ db }: Deps): Handler<typeof CatalogClosingService.method.reopenProject> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const project = parseId('project', request.projectId);
    const attempt = Number(request.attempt);
    await db.write(call, async (tx) => {
      const { closed, reopened } = await lockAttempts(tx, organization, project);
      await saveAttempts(tx, organization, project, { closed, reopened: Math.max(reopened, attempt) });
    });
    return {};
  };
}
