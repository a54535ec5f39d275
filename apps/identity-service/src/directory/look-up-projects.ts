import type { DirectoryService } from '@easement/contracts';
import { isId, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findProjects } from '../projects/project-store.ts';

export function lookUpProjects({ db }: Deps): Handler<typeof DirectoryService.method.lookUpProjects> {
  return async ({ projectIds }, call) => {
    const organization = organizationOf(call);
    const ids = projectIds.filter((id) => isId('project', id)).map((id) => parseId('project', id));
    const rows = await db.read(call, (tx) => findProjects(tx, organization, ids));
    return { projects: rows.map(({ id, name }) => ({ id, name })) };
  };
}
