import { nameKey, notFound, type OrganizationId, type PrincipalId } from '@easement/domain';
import {
  duplicateKey,
  findRow,
  findRows,
  insertRow,
  lockRow,
  marks,
  query,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { nameTaken } from '../name-taken.ts';
import { type PrincipalRow, principalTable } from './principal.table.ts';

/** Two e-mail addresses are the same account if their keys are equal. */
export function emailKey(email: string): string {
  return nameKey(email);
}

export function findPrincipal(
  tx: ReadTx,
  organization: OrganizationId,
  id: PrincipalId,
): Promise<PrincipalRow | undefined> {
  return findRow(tx, principalTable, { organization_id: organization, id });
}

/** Those who have one of the e-mail addresses, by its key. */
export async function findPrincipalsByEmail(
  tx: ReadTx,
  organization: OrganizationId,
  emails: readonly string[],
): Promise<ReadonlyMap<string, PrincipalRow>> {
  const keys = emails.map(emailKey);
  const rows =
    keys.length === 0 ? [] : await findRows(tx, principalTable, { organization_id: organization, email_key: keys });
  return new Map(rows.map((row) => [row.email_key ?? '', row]));
}

/** Those of `ids` that exist, by id. */
export async function findPrincipals(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly PrincipalId[],
): Promise<ReadonlyMap<PrincipalId, PrincipalRow>> {
  const rows = ids.length === 0 ? [] : await findRows(tx, principalTable, { organization_id: organization, id: ids });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Reads an account and holds its row until commit, so that it is not deleted while it gets something; or refuses. */
export async function lockPrincipal(tx: WriteTx, organization: OrganizationId, id: PrincipalId): Promise<PrincipalRow> {
  const row = await lockRow(tx, principalTable, { organization_id: organization, id });
  if (row === undefined) throw notFound('principal', id);
  return row;
}

/** Refuses `name_taken` where the organization has the e-mail address, or a service account of that name. */
export async function insertPrincipal(tx: WriteTx, row: PrincipalRow): Promise<void> {
  try {
    await insertRow(tx, principalTable, row);
  } catch (error) {
    const taken = duplicateKey(error, principalTable);
    if (taken === 'by_email') {
      const [owner] = await findRows(tx, principalTable, {
        organization_id: row.organization_id,
        email_key: row.email_key,
      });
      throw nameTaken('user', row.email ?? '', owner?.id);
    }
    if (taken === 'by_name') throw nameTaken('service account', row.display_name);
    throw error;
  }
}

/**
 * Those of `others` whom the caller meets in some project: both were given a role in it, or the caller was and it governs
 * the other's account. One statement, however many there are.
 */
export async function findAcquaintances(
  tx: ReadTx,
  organization: OrganizationId,
  caller: PrincipalId,
  others: readonly PrincipalId[],
): Promise<PrincipalId[]> {
  if (others.length === 0) return [];
  const mine =
    'SELECT mine.project_id FROM project_member mine WHERE mine.organization_id = ? AND mine.principal_id = ?';
  const rows = await query(
    tx,
    { id: principalTable.columns.id },
    `SELECT p.id FROM principal p WHERE p.organization_id = ? AND p.id IN (${marks(others)}) AND (
       p.project_id IN (${mine})
       OR EXISTS (SELECT 1 FROM project_member theirs WHERE theirs.organization_id = ?
                  AND theirs.principal_id = p.id AND theirs.project_id IN (${mine}))
     )`,
    [organization, ...others, organization, caller, organization, organization, caller],
  );
  return rows.map(({ id }) => id);
}
