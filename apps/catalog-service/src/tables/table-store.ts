import type { BucketId, OrganizationId, TableId } from '@easement/domain';
import {
  findPage,
  findRow,
  findRows,
  insertRow,
  insertRows,
  lockRow,
  type Position,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import type { DataTable, TableColumn } from './data-table.ts';
import { dataTable, type DataTableRow, toDataTable, toDataTableRow } from './data-table.table.ts';
import { tableColumnTable, toColumn, toColumnRow } from './table-column.table.ts';

export async function insertTable(tx: WriteTx, table: DataTable): Promise<void> {
  await insertRow(tx, dataTable, toDataTableRow(table));
  const columns = table.columns.map((column, position) => toColumnRow(table, column, position));
  await insertRows(tx, tableColumnTable, columns);
}

export async function findTable(tx: ReadTx, organization: OrganizationId, id: TableId): Promise<DataTable | undefined> {
  const row = await findRow(tx, dataTable, { organization_id: organization, id });
  if (row === undefined) return undefined;
  const [table] = await withColumns(tx, organization, [row]);
  return table;
}

/** Those of the tables that there are. */
export async function findTables(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly TableId[],
): Promise<ReadonlyMap<TableId, DataTable>> {
  const rows = await findRows(tx, dataTable, { organization_id: organization, id: ids });
  const tables = await withColumns(tx, organization, rows);
  return new Map(tables.map((table) => [table.id, table]));
}

/** The same without their columns, which may be a thousand each: for who asks where tables are, and how large. */
export async function findTableOutlines(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly TableId[],
): Promise<DataTable[]> {
  const rows = await findRows(tx, dataTable, { organization_id: organization, id: ids });
  return rows.map((row) => toDataTable(row, []));
}

/** Reads the table and holds its row until commit. Its bucket's comes first. */
export async function lockTable(
  tx: WriteTx,
  organization: OrganizationId,
  id: TableId,
): Promise<DataTable | undefined> {
  const row = await lockRow(tx, dataTable, { organization_id: organization, id });
  if (row === undefined) return undefined;
  const [table] = await withColumns(tx, organization, [row]);
  return table;
}

/** Changes what the table says of itself, or nothing but its version, and answers it as it is then. Demands its lock. */
export async function changeTable(
  tx: WriteTx,
  table: DataTable,
  changes: Partial<Pick<DataTable, 'name' | 'dataVersion' | 'rowCount' | 'byteCount'>> & Pick<DataTable, 'updateTime'>,
): Promise<DataTable> {
  const { organization, id } = table;
  const changed = { ...table, ...changes, version: table.version + 1 };
  const { name, data_version, row_count, byte_count, update_time } = toDataTableRow(changed);
  const columns = { name, data_version, row_count, byte_count, update_time };
  await updateRows(tx, dataTable, { organization_id: organization, id }, columns);
  return changed;
}

/** The tables of a bucket in the order of their ids. */
export async function pageOfTables(
  tx: ReadTx,
  organization: OrganizationId,
  bucket: BucketId,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly tables: DataTable[]; readonly next: Position | undefined }> {
  const where = { organization_id: organization, bucket_id: bucket };
  const { rows, next } = await findPage(tx, dataTable, where, { by: ['id'], ...page });
  return { tables: await withColumns(tx, organization, rows), next };
}

/** Reads the columns of all these tables at once. */
async function withColumns(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly DataTableRow[],
): Promise<DataTable[]> {
  if (rows.length === 0) return [];
  const found = await findRows(tx, tableColumnTable, {
    organization_id: organization,
    table_id: rows.map(({ id }) => id),
  });
  const byTable = Map.groupBy(found, ({ table_id }) => table_id);
  return rows.map((row) => {
    const own = byTable.get(row.id) ?? [];
    const columns = own.toSorted((one, other) => one.position - other.position).map(toColumn);
    return toDataTable(row, columns satisfies TableColumn[]);
  });
}
