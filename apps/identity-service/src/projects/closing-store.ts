import { randomUUID } from 'node:crypto';
import type { OrganizationId, ProjectId } from '@easement/domain';
import { deleteRows, findRow, findRows, insertRow, type ReadTx, updateRows, type WriteTx } from '@easement/persistence';
import { type ClosingRow, closingTable } from './closing.table.ts';
import { type ProjectRow, projectTable } from './project.table.ts';

/** One attempt to delete a project: its number is what the other services compare, its id what its request remembers. */
export type Attempt = {
  readonly organization: OrganizationId;
  readonly project: ProjectId;
  readonly number: number;
  readonly id: string;
};

export function newAttemptId(): string {
  return `closing_${randomUUID()}`;
}

export function findClosing(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
): Promise<ClosingRow | undefined> {
  return findRow(tx, closingTable, { organization_id: organization, project_id: project });
}

/** Every attempt that is under way in the organization. */
export function listClosings(tx: ReadTx, organization: OrganizationId): Promise<ClosingRow[]> {
  return findRows(tx, closingTable, { organization_id: organization });
}

/** Begins the next attempt on a project whose row is held and which has none under way. */
export async function beginAttempt(tx: WriteTx, project: ProjectRow, id: string, since: Date): Promise<Attempt> {
  const { organization_id, version } = project;
  const number = project.attempt + 1;
  // The version is named, so that an attempt does not change the etag.
  await updateRows(tx, projectTable, { organization_id, id: project.id }, { attempt: number, version });
  const row = {
    organization_id,
    project_id: project.id,
    attempt: number,
    attempt_id: id,
    state: 'closing',
    since,
  } as const;
  await insertRow(tx, closingTable, row);
  return toAttempt(row);
}

/** Notes that somebody goes on with the attempt. The project's row is held. */
export async function keepAttempt(tx: WriteTx, attempt: Attempt, since: Date): Promise<void> {
  await updateRows(tx, closingTable, keyOf(attempt), { since });
}

/** Turns a `closing` attempt back. Does nothing to one that is over, or on its way back. The project's row is held. */
export async function turnBack(tx: WriteTx, attempt: Attempt, since: Date): Promise<void> {
  await updateRows(tx, closingTable, { ...keyOf(attempt), state: 'closing' }, { state: 'reopening', since });
}

/** Ends an attempt that is in `state`, and answers whether it was. The project's row is held. */
export async function endAttempt(tx: WriteTx, attempt: Attempt, state: ClosingRow['state']): Promise<boolean> {
  return (await deleteRows(tx, closingTable, { ...keyOf(attempt), state })) > 0;
}

export function toAttempt(row: ClosingRow): Attempt {
  return { organization: row.organization_id, project: row.project_id, number: row.attempt, id: row.attempt_id };
}

function keyOf({ organization, project, number }: Attempt) {
  return { organization_id: organization, project_id: project, attempt: number };
}
