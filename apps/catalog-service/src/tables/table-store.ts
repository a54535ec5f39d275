import { type BucketId, notFound, type ObjectId, type OrganizationId, type TableId } from '@easement/domain';
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
import type { Sight } from '../buckets/bucket-message.ts';
import { tellTable, tellVersion } from '../feed/tell.ts';
import type { DataTable, TableColumn } from './data-table.ts';
import { dataTable, type DataTableRow, toDataTable, toDataTableRow } from './data-table.table.ts';
import { onlyGranted } from './granted-tables.ts';
import { tableColumnTable, toColumn, toColumnRow } from './table-column.table.ts';

export async function insertTable(tx: WriteTx, table: DataTable): Promise<void> {
  await insertRow(tx, dataTable, toDataTableRow(table));
  const columns = table.columns.map((column, position) => toColumnRow(table, column, position));
  await insertRows(tx, tableColumnTable, columns);
  tellTable(tx, undefined, table);
  if (table.dataVersion > 0) tellVersion(tx, table);
}

export async function findTable(tx: ReadTx, organization: OrganizationId, id: TableId): Promise<DataTable | undefined> {
  const row = await findRow(tx, dataTable, { organization_id: organization, id });
  if (row === undefined) return undefined;
  const [table] = await withColumns(tx, organization, [row]);
  return table;
}

/** The same, or refuses `not_found`. */
export async function getTableIn(
  tx: ReadTx,
  { organization, id }: Pick<DataTable, 'organization' | 'id'>,
): Promise<DataTable> {
  const table = await findTable(tx, organization, id);
  if (!table) throw notFound('table', id);
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
  return await toOutlines(tx, organization, rows);
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
  changes: Partial<Pick<DataTable, 'name' | 'dataVersion' | 'rowCount' | 'byteCount' | 'alias'>> &
    Pick<DataTable, 'updateTime'>,
): Promise<DataTable> {
  const { organization, id } = table;
  const changed = { ...table, ...changes, version: table.version + 1 };
  const { name, data_version, row_count, byte_count, update_time, ...row } = toDataTableRow(changed);
  const { alias_filter, alias_columns, hidden } = row;
  const shown = table.alias ? { alias_filter, alias_columns, hidden } : {};
  const columns = { name, data_version, row_count, byte_count, update_time, ...shown };
  await updateRows(tx, dataTable, { organization_id: organization, id }, columns);
  if (name !== table.name || changed.alias !== table.alias) tellTable(tx, table, changed);
  if (changed.dataVersion !== table.dataVersion) tellVersion(tx, changed);
  return changed;
}

/** The tables of a bucket in the order of their ids; through a link, those that it shows, and no other than `granted`. */
export async function pageOfTables(
  tx: ReadTx,
  organization: OrganizationId,
  bucket: BucketId,
  page: {
    readonly size: number;
    readonly after: Position | undefined;
    readonly sight: Sight;
    readonly granted?: ReadonlySet<ObjectId> | undefined;
  },
): Promise<{ readonly tables: DataTable[]; readonly next: Position | undefined }> {
  const { size, after, sight, granted } = page;
  const where = { organization_id: organization, bucket_id: bucket, ...shownIn(sight), ...onlyGranted(granted) };
  const { rows, next } = await findPage(tx, dataTable, where, { by: ['id'], size, after });
  return { tables: await withColumns(tx, organization, rows), next };
}

/** What finds, among the rows of tables, those that are seen so. */
export function shownIn(sight: Sight): { readonly hidden?: false } {
  return sight === 'inside' ? {} : { hidden: false };
}

/** The tables of these rows without their columns. */
export async function toOutlines(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly DataTableRow[],
): Promise<DataTable[]> {
  const sources = await findSources(tx, organization, rows);
  return rows.map((row) => {
    const source = row.source_id === null ? undefined : sources.get(row.source_id);
    return toDataTable(row, [], source && { row: source, columns: [] });
  });
}

/** Reads the columns of all these tables at once. An alias has those of its source. */
async function withColumns(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly DataTableRow[],
): Promise<DataTable[]> {
  if (rows.length === 0) return [];
  const sources = await findSources(tx, organization, rows);
  const found = await findRows(tx, tableColumnTable, {
    organization_id: organization,
    table_id: [...new Set(rows.map(({ id, source_id }) => source_id ?? id))],
  });
  const byTable = Map.groupBy(found, ({ table_id }) => table_id);
  const columnsOf = (table: TableId): TableColumn[] =>
    (byTable.get(table) ?? []).toSorted((one, other) => one.position - other.position).map(toColumn);
  return rows.map((row) => {
    const source = row.source_id === null ? undefined : sources.get(row.source_id);
    return source
      ? toDataTable(row, [], { row: source, columns: columnsOf(source.id) })
      : toDataTable(row, columnsOf(row.id));
  });
}

/** The tables that the aliases among these rows show. */
async function findSources(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly DataTableRow[],
): Promise<ReadonlyMap<TableId, DataTableRow>> {
  const ids = [...new Set(rows.flatMap(({ source_id }) => source_id ?? []))];
  if (ids.length === 0) return new Map();
  const found = await findRows(tx, dataTable, { organization_id: organization, id: ids });
  return new Map(found.map((row) => [row.id, row]));
}
