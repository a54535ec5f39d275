import { etagOf, formatFilter, renameFilterColumns } from '@easement/domain';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { TableSchema } from '@easement/contracts';
import type { Sight } from '../buckets/bucket-message.ts';
import { type DataTable, primaryKeyOf, type TableAlias } from './data-table.ts';

export function toTableMessage(table: DataTable, sight: Sight = 'inside'): MessageInitShape<typeof TableSchema> {
  return {
    id: table.id,
    name: table.name,
    organizationId: table.organization,
    projectId: table.project,
    bucketId: table.bucket,
    columns: table.columns.map(({ id, name, type, nullable }) => ({ id, name, type, nullable })),
    primaryKey: primaryKeyOf(table.columns),
    rowCount: BigInt(table.rowCount),
    byteCount: BigInt(table.byteCount),
    version: BigInt(table.dataVersion),
    etag: etagOf(table),
    createTime: timestampFromDate(table.createTime),
    updateTime: timestampFromDate(table.updateTime),
    creatorId: sight === 'inside' ? table.creator : '',
    ...(table.alias && sight === 'inside' ? toAliasFields(table.alias) : {}),
  };
}

function toAliasFields({ source, filter, columns, filterColumns }: TableAlias) {
  const nameOf = (id: string) => filterColumns.find((column) => column.id === id)?.name ?? id;
  return {
    sourceTableId: source,
    filter: filter ? formatFilter(renameFilterColumns(filter, nameOf)) : '',
    autoSyncColumns: columns === undefined,
  };
}
