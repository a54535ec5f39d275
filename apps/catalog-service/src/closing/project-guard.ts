import { type OrganizationId, type ProjectId, projectClosing } from '@easement/domain';
import { findRow, touchGuard, updateRows, type WriteTx } from '@easement/persistence';
import { projectGuardTable } from './project-guard.table.ts';

type Attempts = { readonly closed: number; readonly reopened: number };

/**
 * The first statement of whatever makes something in a project: holds the project's guard until commit, and refuses
 * `project_closing` once the project is closed. Tables need no touch of their own: they come into a bucket, whose row
 * they lock, and a project with buckets does not close.
 */
export async function assertProjectOpen(tx: WriteTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const { closed, reopened } = await lockAttempts(tx, organization, project);
  if (closed > reopened) throw projectClosing(project);
}

/** Holds the project's guard until commit, and answers the latest attempts to close it and to open it again. */
export async function lockAttempts(tx: WriteTx, organization: OrganizationId, project: ProjectId): Promise<Attempts> {
  const key = { organization_id: organization, project_id: project };
  const isNew = await touchGuard(tx, projectGuardTable, { ...key, closed_attempt: 0, reopened_attempt: 0 });
  const row = isNew ? undefined : await findRow(tx, projectGuardTable, key);
  return { closed: row?.closed_attempt ?? 0, reopened: row?.reopened_attempt ?? 0 };
}

/** Demands the guard. */
export async function saveAttempts(
  tx: WriteTx,
  organization: OrganizationId,
  project: ProjectId,
  { closed, reopened }: Attempts,
): Promise<void> {
  const key = { organization_id: organization, project_id: project };
  await updateRows(tx, projectGuardTable, key, { closed_attempt: closed, reopened_attempt: reopened });
}
