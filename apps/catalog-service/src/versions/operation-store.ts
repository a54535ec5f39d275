import type { OrganizationId, TableId } from '@easement/domain';
import { findPage, insertRow, type Position, type ReadTx, type WriteTx } from '@easement/persistence';
import { operationTable, toOperation, toOperationRow } from './operation.table.ts';
import type { Operation } from './version.ts';

/** Writes the entry of a new version. Demands the table's lock. */
export async function insertOperation(
  tx: WriteTx,
  table: { readonly organization: OrganizationId; readonly id: TableId },
  operation: Operation,
): Promise<void> {
  await insertRow(tx, operationTable, toOperationRow(table, operation));
}

/** The history of a table, latest first. */
export async function pageOfOperations(
  tx: ReadTx,
  organization: OrganizationId,
  table: TableId,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly operations: Operation[]; readonly next: Position | undefined }> {
  const where = { organization_id: organization, table_id: table };
  const order = { by: ['table_version'], descending: true } as const;
  const { rows, next } = await findPage(tx, operationTable, where, { ...order, ...page });
  return { operations: rows.map(toOperation), next };
}
