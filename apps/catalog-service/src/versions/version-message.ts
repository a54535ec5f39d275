import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  DataFileSchema,
  FunctionVersionSchema,
  TableVersionSchema,
  VersionColumnSchema,
  ViewVersionSchema,
} from '@easement/contracts';
import { formatFilter, isHiddenThroughLinks, type TableId } from '@easement/domain';
import type { Bucket } from '../buckets/bucket.ts';
import type { SqlFunction } from '../functions/sql-function.ts';
import { type DataTable, type TableColumn, tableWithRows } from '../tables/data-table.ts';
import { toColumnMessage, toDependencyMessage } from '../views/view-message.ts';
import type { View } from '../views/view.ts';
import type { Readable } from './instant.ts';
import type { DataFile } from './version.ts';

type ReadableMessage =
  | { readonly case: 'table'; readonly value: MessageInitShape<typeof TableVersionSchema> }
  | { readonly case: 'view'; readonly value: MessageInitShape<typeof ViewVersionSchema> }
  | { readonly case: 'function'; readonly value: MessageInitShape<typeof FunctionVersionSchema> };

/** With those of the files that it has there, where it is a table. */
export function toReadableMessage(
  readable: Readable,
  bucket: Pick<Bucket, 'name'>,
  files: ReadonlyMap<TableId, readonly DataFile[]>,
): ReadableMessage {
  switch (readable.case) {
    case 'table': {
      const { value } = readable;
      return { case: 'table', value: toVersionMessage(value, bucket, files.get(tableWithRows(value)) ?? []) };
    }
    case 'view':
      return { case: 'view', value: toViewVersion(readable.value, bucket) };
    case 'function':
      return { case: 'function', value: toFunctionVersion(readable.value, bucket) };
  }
}

function toViewVersion(view: View, bucket: Pick<Bucket, 'name'>): MessageInitShape<typeof ViewVersionSchema> {
  return {
    viewId: view.id,
    bucketId: view.bucket,
    projectId: view.project,
    bucketName: bucket.name,
    viewName: view.name,
    statement: view.statement,
    columns: view.columns.map(toColumnMessage),
    sourceNames: [...view.sourceNames],
    dependencies: view.dependencies.map(toDependencyMessage),
    hiddenThroughLinks: view.isHidden,
  };
}

function toFunctionVersion(
  made: SqlFunction,
  bucket: Pick<Bucket, 'name'>,
): MessageInitShape<typeof FunctionVersionSchema> {
  return {
    functionId: made.id,
    bucketId: made.bucket,
    projectId: made.project,
    bucketName: bucket.name,
    functionName: made.name,
    parameters: [...made.parameters],
    returnType: made.returnType,
    expression: made.expression,
  };
}

function toVersionMessage(
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
