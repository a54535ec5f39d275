import type { ProjectService } from '@easement/contracts';
import { maySeeProjectName, notFound, parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { readStanding } from '../standings/standing-store.ts';
import { toProjectMessage } from './project-message.ts';
import { findProject } from './project-store.ts';

export function getProject({ db }: Deps): Handler<typeof ProjectService.method.getProject> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const id = parseId('project', request.projectId);
    const row = await db.read(call, async (tx) => {
      const standing = await readStanding(tx, organization, principal, id);
      return maySeeProjectName(standing) ? await findProject(tx, organization, id) : undefined;
    });
    if (row === undefined) throw notFound('project', id);
    return { project: toProjectMessage(row) };
  };
}
