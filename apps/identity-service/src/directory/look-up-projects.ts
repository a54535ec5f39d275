import type { DirectoryService } from '@easement/contracts';
import { isId, nameKey, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findProjects, findProjectsNamed } from '../projects/project-store.ts';

export function lookUpProjects({ db }: Deps): Handler<typeof DirectoryService.method.lookUpProjects> {
  return async ({ projectIds, names }, call) => {
    const organization = organizationOf(call);
    const ids = projectIds.filter((id) => isId('project', id)).map((id) => parseId('project', id));
    const rows = await db.read(call, async (tx) => [
      ...(await findProjects(tx, organization, ids)),
      ...(await findProjectsNamed(tx, organization, names.map(nameKey))),
    ]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return { projects: [...found.values()].map(({ id, name }) => ({ id, name })) };
  };
}
