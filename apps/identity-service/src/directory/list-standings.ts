import { type DirectoryService, ProjectRole as Wire } from '@easement/contracts';
import { isOrganizationAdmin, parsePrincipalId, type ProjectId, type ProjectRole } from '@easement/domain';
import { codeColumn, flagColumn, idColumn, nullable, query } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toOrganizationRole, toProjectRole } from '../members/member-message.ts';
import { findPrincipal } from '../principals/principal-store.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';

const shape = { id: idColumn<ProjectId>(), role: nullable(codeColumn<ProjectRole>()), is_closing: flagColumn() };

const sql = `SELECT j.id, m.role, EXISTS (
    SELECT 1 FROM project_closing c WHERE c.organization_id = j.organization_id AND c.project_id = j.id
  ) AS is_closing
  FROM project j LEFT JOIN project_member m
    ON m.organization_id = j.organization_id AND m.project_id = j.id AND m.principal_id = ?
  WHERE j.organization_id = ?`;

export function listStandings({ db }: Deps): Handler<typeof DirectoryService.method.listStandings> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const principal = parsePrincipalId(request.principalId);
    return await db.read(call, async (tx) => {
      const { organizationRole } = await readOrganizationStanding(tx, organization, principal);
      const isAdmin = isOrganizationAdmin({ organizationRole });
      const given = isAdmin ? '' : ' AND m.role IS NOT NULL';
      const rows = await query(tx, shape, `${sql}${given} ORDER BY j.id`, [principal, organization]);
      const exists = (await findPrincipal(tx, organization, principal)) !== undefined;
      const standings = rows.map(({ id, role, is_closing }) => ({
        principalId: principal,
        principalExists: exists,
        organizationRole: toOrganizationRole(organizationRole),
        projectId: id,
        projectExists: true,
        projectRole: isAdmin ? Wire.ADMIN : toProjectRole(role ?? undefined),
        projectClosing: is_closing,
      }));
      return { organizationRole: toOrganizationRole(organizationRole), standings };
    });
  };
}
