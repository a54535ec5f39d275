import type { MessageInitShape } from '@bufbuild/protobuf';
import type { DataFileSchema, TableVersionSchema, VersionColumnSchema } from '@easement/contracts';
import { formatFilter, isHiddenThroughLinks } from '@easement/domain';
import type { Bucket } from '../buckets/bucket.ts';
import type { DataTable, TableColumn } from '../tables/data-table.ts';
import type { DataFile } from './version.ts';

export function toVersionMessage(
  table: DataTable,
  bucket: Pick<Bucket, 'name'>,
  files: readonly DataFile[],
): MessageInitShape<typeof TableVersionSchema> {
  const { alias } = table;
  return {
    tableId: table.id,
    bucketId: table.bucket,
    projectId: table.project,
    bucketName: bucket.name,
    tableName: table.name,
    version: BigInt(table.dataVersion),
    columns: table.columns.map(toVersionColumn),
    files: files.map(toFileMessage),
    rowCount: BigInt(table.rowCount),
    byteCount: BigInt(table.byteCount),
    sourceTableId: alias?.source ?? '',
    filter: alias?.filter ? formatFilter(alias.filter) : '',
    filterColumns: alias?.filterColumns.map(toVersionColumn) ?? [],
    hiddenThroughLinks: isHiddenThroughLinks(alias),
  };
}

function toVersionColumn(column: TableColumn): MessageInitShape<typeof VersionColumnSchema> {
  const { id, name, type, nullable, keyPlace } = column;
  return { id, name, type, nullable, inPrimaryKey: keyPlace !== undefined };
}

function toFileMessage(file: DataFile): MessageInitShape<typeof DataFileSchema> {
  return {
    id: file.id,
    path: file.path,
    rowCount: BigInt(file.rowCount),
    byteCount: BigInt(file.byteCount),
    sha256: file.sha256,
    columnIds: [...file.columns],
  };
}
