import type { OrganizationId, OrganizationRole, PrincipalId, ProjectId, ProjectRole } from '@easement/domain';
import { codeColumn, idColumn, type RowOf, table, timeColumn, versionColumn } from '@easement/persistence';

export type OrganizationMemberRow = RowOf<typeof organizationMemberTable>;
export type ProjectMemberRow = RowOf<typeof projectMemberTable>;

/** Roles in organizations. Changed only while the organization's row is held, so that its owners can be counted. */
export const organizationMemberTable = table('organization_member', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    principal_id: idColumn<PrincipalId>(),
    role: codeColumn<OrganizationRole>(),
    create_time: timeColumn(),
    version: versionColumn(),
  },
  primary: ['organization_id', 'principal_id'],
  indexes: { by_role: ['organization_id', 'role'] },
});

/** Roles in projects. Changed only while the project's row is held, so that its admins can be counted. */
export const projectMemberTable = table('project_member', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    project_id: idColumn<ProjectId>(),
    principal_id: idColumn<PrincipalId>(),
    role: codeColumn<ProjectRole>(),
    create_time: timeColumn(),
    version: versionColumn(),
  },
  primary: ['organization_id', 'project_id', 'principal_id'],
  indexes: { by_principal: ['organization_id', 'principal_id', 'project_id'] },
});
