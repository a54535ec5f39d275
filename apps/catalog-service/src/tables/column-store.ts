import { type ColumnId, columnKey, type OrganizationId, type TableId } from '@easement/domain';
import {
  deleteRows,
  findRow,
  findRows,
  insertRow,
  insertRows,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { tellColumns } from '../feed/tell.ts';
import type { DataTable, TableColumn } from './data-table.ts';
import { tableColumnTable, toColumnRow } from './table-column.table.ts';

/** Puts a column behind the others. It demands the table's lock, as all that writes here does. */
export async function insertColumn(tx: WriteTx, table: DataTable, column: TableColumn): Promise<void> {
  const { organization, id } = table;
  const others = await findRows(tx, tableColumnTable, { organization_id: organization, table_id: id });
  const position = Math.max(-1, ...others.map((other) => other.position)) + 1;
  await insertRow(tx, tableColumnTable, toColumnRow(table, column, position));
  tellColumns(tx, table, [], [column]);
}

export async function renameColumnRow(tx: WriteTx, table: DataTable, column: TableColumn, name: string): Promise<void> {
  const key = { organization_id: table.organization, id: column.id };
  await updateRows(tx, tableColumnTable, key, { name, name_key: columnKey(name) });
  tellColumns(tx, table, [column], [{ ...column, name }]);
}

export async function deleteColumn(tx: WriteTx, table: DataTable, column: TableColumn): Promise<void> {
  await deleteRows(tx, tableColumnTable, { organization_id: table.organization, id: column.id });
  tellColumns(tx, table, [column], []);
}

/** Gives the table other columns; those that stay keep their ids. */
export async function replaceColumns(tx: WriteTx, table: DataTable, columns: readonly TableColumn[]): Promise<void> {
  await deleteRows(tx, tableColumnTable, { organization_id: table.organization, table_id: table.id });
  const rows = columns.map((column, position) => toColumnRow(table, column, position));
  await insertRows(tx, tableColumnTable, rows);
  tellColumns(tx, table, table.columns, columns);
}

/** The table that has the column now. */
export async function findTableOfColumn(
  tx: ReadTx,
  organization: OrganizationId,
  id: ColumnId,
): Promise<TableId | undefined> {
  return (await findRow(tx, tableColumnTable, { organization_id: organization, id }))?.table_id;
}
