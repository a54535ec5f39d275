import { ChangeKind } from '@easement/contracts';
import type { OrganizationId, OrganizationRole, PrincipalId, ProjectId, ProjectRole } from '@easement/domain';
import {
  countRows,
  deleteRows,
  duplicateKey,
  findRow,
  insertRow,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { tellMembership } from '../feed/tell.ts';
import { nameTaken } from '../name-taken.ts';
import {
  type OrganizationMemberRow,
  organizationMemberTable,
  type ProjectMemberRow,
  projectMemberTable,
} from './member.table.ts';

export function findOrganizationMember(
  tx: ReadTx,
  organization: OrganizationId,
  principal: PrincipalId,
): Promise<OrganizationMemberRow | undefined> {
  return findRow(tx, organizationMemberTable, { organization_id: organization, principal_id: principal });
}

export function findProjectMember(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
  principal: PrincipalId,
): Promise<ProjectMemberRow | undefined> {
  return findRow(tx, projectMemberTable, {
    organization_id: organization,
    project_id: project,
    principal_id: principal,
  });
}

/** Refuses `name_taken` where the principal has a role already: roles are changed by updating. */
export async function insertOrganizationMember(tx: WriteTx, row: OrganizationMemberRow): Promise<void> {
  try {
    await insertRow(tx, organizationMemberTable, row);
  } catch (error) {
    throw duplicateKey(error, organizationMemberTable)
      ? nameTaken('member', row.principal_id, row.organization_id)
      : error;
  }
  tellMembership(tx, row, ChangeKind.CREATED);
}

/** Refuses `name_taken` where the principal has a role there already: roles are changed by updating. */
export async function insertProjectMember(tx: WriteTx, row: ProjectMemberRow): Promise<void> {
  try {
    await insertRow(tx, projectMemberTable, row);
  } catch (error) {
    throw duplicateKey(error, projectMemberTable) ? nameTaken('member', row.principal_id, row.project_id) : error;
  }
  tellMembership(tx, row, ChangeKind.CREATED);
}

/** Changes a role while the organization's row is held, and answers the member as it is then. */
export async function changeOrganizationRole(
  tx: WriteTx,
  row: OrganizationMemberRow,
  role: OrganizationRole,
): Promise<OrganizationMemberRow> {
  const { organization_id, principal_id, version } = row;
  await updateRows(tx, organizationMemberTable, { organization_id, principal_id }, { role });
  tellMembership(tx, row, ChangeKind.UPDATED);
  return { ...row, role, version: version + 1 };
}

/** Changes a role while the project's row is held, and answers the member as it is then. */
export async function changeProjectRole(
  tx: WriteTx,
  row: ProjectMemberRow,
  role: ProjectRole,
): Promise<ProjectMemberRow> {
  const { organization_id, project_id, principal_id, version } = row;
  await updateRows(tx, projectMemberTable, { organization_id, project_id, principal_id }, { role });
  tellMembership(tx, row, ChangeKind.UPDATED);
  return { ...row, role, version: version + 1 };
}

export async function deleteOrganizationMember(tx: WriteTx, row: OrganizationMemberRow): Promise<void> {
  const { organization_id, principal_id } = row;
  await deleteRows(tx, organizationMemberTable, { organization_id, principal_id });
  tellMembership(tx, row, ChangeKind.DELETED);
}

export async function deleteProjectMember(tx: WriteTx, row: ProjectMemberRow): Promise<void> {
  const { organization_id, project_id, principal_id } = row;
  await deleteRows(tx, projectMemberTable, { organization_id, project_id, principal_id });
  tellMembership(tx, row, ChangeKind.DELETED);
}

/** Only true until commit while the organization's row is held. */
export function countOwners(tx: ReadTx, organization: OrganizationId): Promise<number> {
  return countRows(tx, organizationMemberTable, { organization_id: organization, role: 'owner' });
}

/** Only true until commit while the project's row is held. */
export function countAdmins(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<number> {
  return countRows(tx, projectMemberTable, { organization_id: organization, project_id: project, role: 'admin' });
}
