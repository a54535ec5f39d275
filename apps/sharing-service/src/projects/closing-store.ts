import { type OrganizationId, type ProjectId, Refusal } from '@easement/domain';
import { deleteRows, findRows, type ReadTx, updateRows, type WriteTx } from '@easement/persistence';
import { linkTable } from '../links/link.table.ts';
import { shareTargetTable } from '../shares/share.table.ts';
import { lockGuard } from './project-guard.ts';
import { projectGuardTable } from './project-guard.table.ts';

/**
 * Holds the project's guard until commit, so that the caller may look whether anything is left and then end with
 * `markClosed`. Refuses `lost_race` where the attempt is over already.
 */
export async function lockForClosing(
  tx: WriteTx,
  organization: OrganizationId,
  project: ProjectId,
  attempt: number,
): Promise<void> {
  const { reopened_attempt } = await lockGuard(tx, organization, project);
  if (attempt <= reopened_attempt) {
    throw new Refusal(
      'lost_race',
      `attempt ${attempt} to close ${project} is over, and the project is open again; begin another`,
      { project },
    );
  }
}

/** Demands the guard, held by `lockForClosing`. */
export async function markClosed(
  tx: WriteTx,
  organization: OrganizationId,
  project: ProjectId,
  attempt: number,
): Promise<void> {
  const key = { organization_id: organization, project_id: project };
  await updateRows(tx, projectGuardTable, key, { state: 'closed', closed_attempt: attempt });
}

/** Ends every attempt up to this one, also those that were not seen yet; later ones stay closed. */
export async function reopen(
  tx: WriteTx,
  organization: OrganizationId,
  project: ProjectId,
  attempt: number,
): Promise<void> {
  const { state, closed_attempt, reopened_attempt } = await lockGuard(tx, organization, project);
  const reopened = Math.max(reopened_attempt, attempt);
  await updateRows(
    tx,
    projectGuardTable,
    { organization_id: organization, project_id: project },
    {
      ...(state === 'deleted' ? {} : { state: closed_attempt > reopened ? 'closed' : 'open' }),
      reopened_attempt: reopened,
    },
  );
}

/** The projects whose deletion was begun and, as far as is known here, has not ended. */
export async function findClosedProjects(tx: ReadTx, organization: OrganizationId): Promise<ProjectId[]> {
  const rows = await findRows(tx, projectGuardTable, { organization_id: organization, state: 'closed' });
  return rows.map(({ project_id }) => project_id);
}

/** Deletes what is kept of a project that is deleted, and leaves its guard to say so for ever. */
export async function forgetProject(tx: WriteTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const own = { organization_id: organization, project_id: project };
  await lockGuard(tx, organization, project);
  await deleteRows(tx, linkTable, { ...own, live: null });
  await deleteRows(tx, shareTargetTable, { organization_id: organization, target_id: project });
  await updateRows(tx, projectGuardTable, own, { state: 'deleted' });
}
