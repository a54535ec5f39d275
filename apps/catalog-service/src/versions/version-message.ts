import type { MessageInitShape } from '@bufbuild/protobuf';
import type { DataFileSchema, TableVersionSchema } from '@easement/contracts';
import type { Bucket } from '../buckets/bucket.ts';
import type { DataTable } from '../tables/data-table.ts';
import type { DataFile } from './version.ts';

export function toVersionMessage(
  table: DataTable,
  bucket: Pick<Bucket, 'name'>,
  files: readonly DataFile[],
): MessageInitShape<typeof TableVersionSchema> {
  return {
    tableId: table.id,
    bucketId: table.bucket,
    projectId: table.project,
    bucketName: bucket.name,
    tableName: table.name,
    version: BigInt(table.dataVersion),
    columns: table.columns.map(({ id, name, type, nullable, keyPlace }) => ({
      ...{ id, name, type, nullable },
      inPrimaryKey: keyPlace !== undefined,
    })),
    files: files.map(toFileMessage),
    rowCount: BigInt(table.rowCount),
    byteCount: BigInt(table.byteCount),
  };
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
