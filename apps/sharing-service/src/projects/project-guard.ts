import { type OrganizationId, type ProjectId, projectClosing } from '@easement/domain';
import { findRow, touchGuard, type WriteTx } from '@easement/persistence';
import { projectGuardTable } from './project-guard.table.ts';

/**
 * Comes before whatever is made in a project: holds the project's guard until commit, and refuses `project_closing`
 * once the project is closed.
 */
export async function assertProjectOpen(tx: WriteTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const { state } = await lockGuard(tx, organization, project);
  if (state !== 'open') throw projectClosing(project);
}

/** Holds the project's guard until commit; makes it first, if there was none. */
export async function lockGuard(tx: WriteTx, organization: OrganizationId, project: ProjectId) {
  const key = { organization_id: organization, project_id: project };
  const initial = { ...key, state: 'open', closed_attempt: 0, reopened_attempt: 0 } as const;
  const isNew = await touchGuard(tx, projectGuardTable, initial);
  return (isNew ? undefined : await findRow(tx, projectGuardTable, key)) ?? initial;
}
