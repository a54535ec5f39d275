import type { ProjectService } from '@easement/contracts';
import { nameKey, type OrganizationId, type PrincipalId } from '@easement/domain';
import { findPage, pageOf, type Position, type ReadTx } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { projectMemberTable } from '../members/member.table.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toProjectMessage } from './project-message.ts';
import { findProjects } from './project-store.ts';
import { type ProjectRow, projectTable } from './project.table.ts';

type Page = { readonly size: number; readonly after: Position | undefined };
type Found = { readonly rows: readonly ProjectRow[]; readonly next: Position | undefined };

/** Everybody with a role in the organization sees all its projects, the others those that they have a role in. */
export function listProjects({ db, pages }: Deps): Handler<typeof ProjectService.method.listProjects> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const page = pageOf(pages, call, request);
    const keys = request.names.map(nameKey);
    const named = keys.length > 0 ? { name_key: keys } : {};
    const { rows, next } = await db.read(call, async (tx): Promise<Found> => {
      const { organizationRole } = await readOrganizationStanding(tx, organization, principal);
      if (organizationRole === undefined) return await listOwnProjects(tx, organization, principal, page);
      return await findPage(tx, projectTable, { organization_id: organization, ...named }, { by: ['id'], ...page });
    });
    // Of those that are one's own there are few: the others are left out here.
    const shown = rows.filter(({ name_key }) => keys.length === 0 || keys.includes(name_key));
    return { projects: shown.map(toProjectMessage), nextPageToken: pages.sign(call, next) };
  };
}

async function listOwnProjects(
  tx: ReadTx,
  organization: OrganizationId,
  principal: PrincipalId,
  page: Page,
): Promise<Found> {
  const where = { organization_id: organization, principal_id: principal };
  const { rows, next } = await findPage(tx, projectMemberTable, where, { by: ['project_id'], ...page });
  const ids = rows.map(({ project_id }) => project_id);
  return { rows: await findProjects(tx, organization, ids), next };
}
