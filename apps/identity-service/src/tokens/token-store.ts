import { notFound, type OrganizationId, type PrincipalId, type TokenId } from '@easement/domain';
import {
  deleteRows,
  findPage,
  insertRow,
  lockRow,
  type Position,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { type TokenRow, tokenTable } from './token.table.ts';

export async function insertToken(tx: WriteTx, row: TokenRow): Promise<void> {
  await insertRow(tx, tokenTable, row);
}

/** Reads a token and holds its row until commit, so that it is rotated and revoked one after the other; or refuses. */
export async function lockToken(tx: WriteTx, organization: OrganizationId, id: TokenId): Promise<TokenRow> {
  const row = await lockRow(tx, tokenTable, { organization_id: organization, id });
  if (row === undefined) throw notFound('token', id);
  return row;
}

/** Changes a token whose row is held, and answers it as it is then. */
export async function changeToken(tx: WriteTx, row: TokenRow, changes: Partial<TokenRow>): Promise<TokenRow> {
  await updateRows(tx, tokenTable, { organization_id: row.organization_id, id: row.id }, changes);
  return { ...row, ...changes };
}

export function listTokenRows(
  tx: ReadTx,
  organization: OrganizationId,
  holder: PrincipalId,
  page: { readonly size: number; readonly after: Position | undefined },
) {
  return findPage(tx, tokenTable, { organization_id: organization, principal_id: holder }, { by: ['id'], ...page });
}

export async function deleteTokensOf(
  tx: WriteTx,
  organization: OrganizationId,
  holders: readonly PrincipalId[],
): Promise<void> {
  await deleteRows(tx, tokenTable, { organization_id: organization, principal_id: holders });
}
