import { nameKey, type OrganizationId, type ProjectId } from '@easement/domain';
import {
  duplicateKey,
  findRow,
  findRows,
  insertRow,
  lockRow,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { tellProject } from '../feed/tell.ts';
import { nameTaken } from '../name-taken.ts';
import { type ProjectRow, projectTable } from './project.table.ts';

export function findProject(tx: ReadTx, organization: OrganizationId, id: ProjectId): Promise<ProjectRow | undefined> {
  return findRow(tx, projectTable, { organization_id: organization, id });
}

/** Those of `ids` that exist, in the order of their ids. */
export async function findProjects(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly ProjectId[],
): Promise<readonly ProjectRow[]> {
  return ids.length === 0 ? [] : await findRows(tx, projectTable, { organization_id: organization, id: ids });
}

/** Those whose names have one of these keys. */
export async function findProjectsNamed(
  tx: ReadTx,
  organization: OrganizationId,
  keys: readonly string[],
): Promise<readonly ProjectRow[]> {
  return keys.length === 0 ? [] : await findRows(tx, projectTable, { organization_id: organization, name_key: keys });
}

/**
 * Reads a project and holds its row until commit: its admins can be counted, and no attempt to delete it begins or ends
 * meanwhile.
 */
export function lockProject(tx: WriteTx, organization: OrganizationId, id: ProjectId): Promise<ProjectRow | undefined> {
  return lockRow(tx, projectTable, { organization_id: organization, id });
}

/** Refuses `name_taken` where another project of the organization has the name. */
export async function insertProject(tx: WriteTx, row: ProjectRow): Promise<void> {
  await refusingTakenName(tx, row, () => insertRow(tx, projectTable, row));
  tellProject(tx, undefined, row);
}

/** Changes a project whose row is held, and answers it as it is then. Refuses `name_taken`. */
export async function changeProject(
  tx: WriteTx,
  row: ProjectRow,
  changes: Pick<ProjectRow, 'name' | 'description' | 'update_time'>,
): Promise<ProjectRow> {
  const stored = { ...changes, name_key: nameKey(changes.name) };
  const changed: ProjectRow = { ...row, ...stored, version: row.version + 1 };
  const key = { organization_id: row.organization_id, id: row.id };
  await refusingTakenName(tx, changed, () => updateRows(tx, projectTable, key, stored));
  tellProject(tx, row, changed);
  return changed;
}

/** Who may name projects knows all of them, and so is told which one has the name. */
async function refusingTakenName(tx: WriteTx, row: ProjectRow, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (duplicateKey(error, projectTable) !== 'by_name') throw error;
    const { organization_id, name_key } = row;
    const [owner] = await findRows(tx, projectTable, { organization_id, name_key });
    throw nameTaken('project', row.name, owner?.id);
  }
}
