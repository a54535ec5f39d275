import type {
  OrganizationId,
  OrganizationRole,
  OrganizationStanding,
  PrincipalId,
  ProjectId,
  ProjectRole,
  Standing,
} from '@easement/domain';
import { codeColumn, flagColumn, nullable, query, type ReadTx } from '@easement/persistence';

const organizationRole = `(SELECT role FROM organization_member WHERE organization_id = ? AND principal_id = ?)`;

/** What the principal is in its organization. No role for one that is gone. */
export async function readOrganizationStanding(
  tx: ReadTx,
  organization: OrganizationId,
  principal: PrincipalId,
): Promise<OrganizationStanding> {
  const shape = { role: nullable(codeColumn<OrganizationRole>()) };
  const [row] = await query(tx, shape, `SELECT ${organizationRole} AS role`, [organization, principal]);
  return { principal, organizationRole: row?.role ?? undefined };
}

/** What the principal is in its organization and in one project, all of one instant. */
export async function readStanding(
  tx: ReadTx,
  organization: OrganizationId,
  principal: PrincipalId,
  project: ProjectId,
): Promise<Standing> {
  const shape = {
    organization_role: nullable(codeColumn<OrganizationRole>()),
    project_exists: flagColumn(),
    given_role: nullable(codeColumn<ProjectRole>()),
  };
  const [row] = await query(
    tx,
    shape,
    `SELECT ${organizationRole} AS organization_role,
            EXISTS (SELECT 1 FROM project WHERE organization_id = ? AND id = ?) AS project_exists,
            (SELECT role FROM project_member WHERE organization_id = ? AND project_id = ? AND principal_id = ?) AS given_role`,
    [organization, principal, organization, project, organization, project, principal],
  );
  return {
    principal,
    organizationRole: row?.organization_role ?? undefined,
    project,
    projectExists: row?.project_exists ?? false,
    givenRole: row?.given_role ?? undefined,
  };
}
