import { nameKey, type OrganizationId } from '@easement/domain';
import {
  duplicateKey,
  findRow,
  insertRow,
  lockRow,
  type Position,
  query,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { nameTaken } from '../name-taken.ts';
import { type OrganizationRow, organizationTable } from './organization.table.ts';

export function findOrganization(tx: ReadTx, organization: OrganizationId): Promise<OrganizationRow | undefined> {
  return findRow(tx, organizationTable, { organization_id: organization });
}

/**
 * Reads the organization and holds its row until commit: its owners can be counted, and it is not deleted while
 * something is made in it.
 */
export function lockOrganization(tx: WriteTx, organization: OrganizationId): Promise<OrganizationRow | undefined> {
  return lockRow(tx, organizationTable, { organization_id: organization });
}

/** Refuses `name_taken`, with the id of the organization that has the name: for the operator's eyes. */
export async function insertOrganization(tx: WriteTx, row: OrganizationRow): Promise<void> {
  try {
    await insertRow(tx, organizationTable, row);
  } catch (error) {
    if (duplicateKey(error, organizationTable) !== 'by_name') throw error;
    const { organization_id } = organizationTable.columns;
    const sql = 'SELECT organization_id FROM organization WHERE name_key = ?';
    const [owner] = await query(tx, { organization_id }, sql, [row.name_key]);
    throw nameTaken('organization', row.name, owner?.organization_id);
  }
}

/** Refuses `name_taken` without saying which other organization has the name. The row is held by the caller. */
export async function renameOrganization(
  tx: WriteTx,
  organization: OrganizationId,
  name: string,
  updateTime: Date,
): Promise<void> {
  try {
    const changes = { name, name_key: nameKey(name), update_time: updateTime };
    await updateRows(tx, organizationTable, { organization_id: organization }, changes);
  } catch (error) {
    throw duplicateKey(error, organizationTable) === 'by_name' ? nameTaken('organization', name) : error;
  }
}

/** All organizations, for the operator. */
export async function listOrganizationRows(
  tx: ReadTx,
  { size, after }: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly rows: readonly OrganizationRow[]; readonly next: Position | undefined }> {
  const { guard: _locksOnly, ...shape } = organizationTable.columns;
  const sql = 'SELECT * FROM organization WHERE organization_id > ? ORDER BY organization_id LIMIT ?';
  const rows = await query(tx, shape, sql, [after?.[0] ?? '', size + 1]);
  const last = rows.length > size ? rows[size - 1] : undefined;
  return { rows: rows.slice(0, size), next: last && [last.organization_id] };
}
