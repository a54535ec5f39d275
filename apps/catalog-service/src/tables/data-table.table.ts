import {
  type AliasFilter,
  type BucketId,
  type ColumnId,
  filterColumns,
  isHiddenThroughLinks,
  type OrganizationId,
  type PrincipalId,
  type ProjectId,
  type TableId,
} from '@easement/domain';
import {
  flagColumn,
  guardColumn,
  idColumn,
  integerColumn,
  jsonColumn,
  nullable,
  type RowOf,
  since,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';
import { columnsOfAlias, type DataTable, type TableAlias, type TableColumn } from './data-table.ts';

/** The counts of an alias are 0 here: it shows those of its source. */
export const dataTable = table('data_table', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<TableId>(),
    bucket_id: idColumn<BucketId>(),
    project_id: idColumn<ProjectId>(),
    name: textColumn(128),
    data_version: integerColumn(),
    row_count: integerColumn(),
    byte_count: integerColumn(),
    creator_id: idColumn<PrincipalId>(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
    source_id: since(2, nullable(idColumn<TableId>())),
    alias_filter: since(2, nullable(jsonColumn<AliasFilter>())),
    alias_columns: since(2, nullable(jsonColumn<readonly ColumnId[]>())),
    hidden: since(2, flagColumn(), false),
  },
  primary: ['organization_id', 'id'],
  indexes: {
    by_bucket: ['organization_id', 'bucket_id', 'id'],
    by_source: ['organization_id', 'source_id', 'id'],
  },
});

export type DataTableRow = RowOf<typeof dataTable>;

/** What an alias shows: its source, and all the columns of that, of which it may show some. */
export type SourceRow = { readonly row: DataTableRow; readonly columns: readonly TableColumn[] };

/** `columns` are the table's own. Where it is an alias it has none, and `source` says what it shows. */
export function toDataTable(row: DataTableRow, columns: readonly TableColumn[], source?: SourceRow): DataTable {
  const alias = toAlias(row, source);
  const rows = source?.row ?? row;
  return {
    organization: row.organization_id,
    id: row.id,
    bucket: row.bucket_id,
    project: row.project_id,
    name: row.name,
    columns: alias && source ? columnsOfAlias(alias, source.columns) : columns,
    dataVersion: rows.data_version,
    rowCount: rows.row_count,
    byteCount: rows.byte_count,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    version: row.version,
    alias,
  };
}

function toAlias(row: DataTableRow, source: SourceRow | undefined): TableAlias | undefined {
  if (row.source_id === null) return undefined;
  const filter = row.alias_filter ?? undefined;
  const looksAt = filter ? filterColumns(filter) : new Set();
  return {
    source: row.source_id,
    filter,
    columns: row.alias_columns ?? undefined,
    filterColumns: (source?.columns ?? []).filter(({ id }) => looksAt.has(id)),
  };
}

export function toDataTableRow(table: DataTable): DataTableRow {
  const { alias } = table;
  const counts = alias ? { dataVersion: 0, rowCount: 0, byteCount: 0 } : table;
  return {
    organization_id: table.organization,
    id: table.id,
    bucket_id: table.bucket,
    project_id: table.project,
    name: table.name,
    data_version: counts.dataVersion,
    row_count: counts.rowCount,
    byte_count: counts.byteCount,
    creator_id: table.creator,
    create_time: table.createTime,
    update_time: table.updateTime,
    version: table.version,
    source_id: alias?.source ?? null,
    alias_filter: alias?.filter ?? null,
    alias_columns: alias?.columns ?? null,
    hidden: isHiddenThroughLinks(alias),
  };
}
