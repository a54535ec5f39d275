import type { BucketId, OrganizationId, PrincipalId, ProjectId, TableId } from '@easement/domain';
import {
  guardColumn,
  idColumn,
  integerColumn,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';
import type { DataTable, TableColumn } from './data-table.ts';

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
  },
  primary: ['organization_id', 'id'],
  indexes: { by_bucket: ['organization_id', 'bucket_id', 'id'] },
});

export type DataTableRow = RowOf<typeof dataTable>;

export function toDataTable(row: DataTableRow, columns: readonly TableColumn[]): DataTable {
  return {
    organization: row.organization_id,
    id: row.id,
    bucket: row.bucket_id,
    project: row.project_id,
    name: row.name,
    columns,
    dataVersion: row.data_version,
    rowCount: row.row_count,
    byteCount: row.byte_count,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    version: row.version,
  };
}

export function toDataTableRow(table: DataTable): DataTableRow {
  return {
    organization_id: table.organization,
    id: table.id,
    bucket_id: table.bucket,
    project_id: table.project,
    name: table.name,
    data_version: table.dataVersion,
    row_count: table.rowCount,
    byte_count: table.byteCount,
    creator_id: table.creator,
    create_time: table.createTime,
    update_time: table.updateTime,
    version: table.version,
  };
}
