import type { CommitVersionRequest, DataFile as DataFileMessage, NewTable } from '@easement/contracts';
import {
  type BucketId,
  checkColumns,
  checkName,
  checkPrimaryKey,
  invalidField,
  parseId,
  parsePrincipalId,
  type PrincipalId,
  Refusal,
  type TableId,
} from '@easement/domain';
import { toOperationKind } from '../history/operation-message.ts';
import { type TableColumn, withKey } from '../tables/data-table.ts';
import { type DataFile, extentOf, type OperationKind } from './version.ts';

/** What a new table is made of, or what a replacing commit makes of one that is there. */
export type Definition = {
  readonly bucket: BucketId;
  readonly name: string;
  readonly columns: readonly TableColumn[];
};

/** What query-service asks to be committed, on whose behalf. */
export type Commit = {
  readonly principal: PrincipalId;
  readonly table: TableId;
  readonly expectedVersion: number;
  readonly kind: OperationKind;
  readonly files: readonly DataFile[];
  readonly definition: Definition | undefined;
};

/** Reads a request, or refuses `invalid_field`: whatever can be judged without looking at the table. */
export function toCommit(request: CommitVersionRequest): Commit {
  const kind = toOperationKind(request.kind);
  const expectedVersion = toCount(request.expectedVersion, 'expected_version');
  assertFits(kind, request.newTable !== undefined, expectedVersion);
  const files = request.files.map((file, place) => toDataFile(file, `files[${place}]`));
  if (new Set(files.map(({ id }) => id)).size < files.length) {
    throw invalidField('files', 'a file is there twice; list each once');
  }
  assertCountable(files);
  return {
    principal: parsePrincipalId(request.principalId),
    table: parseId('table', request.tableId),
    expectedVersion,
    kind,
    files,
    definition: request.newTable && toDefinition(request.newTable),
  };
}

function assertFits(kind: OperationKind, isDefined: boolean, expectedVersion: number): void {
  if (kind === 'create' && !isDefined) throw invalidField('new_table', 'say what the table is that is to be made');
  if (kind === 'create' && expectedVersion > 0) {
    throw invalidField('expected_version', 'a table that is to be made has no version before; leave it 0');
  }
  if (kind === 'append' && isDefined) {
    throw invalidField('new_table', 'an append leaves the table as it is; define it with a replacing commit');
  }
}

function toDefinition({ bucketId, name, columns, primaryKey }: NewTable): Definition {
  const drafts = columns.map((column, place) => ({
    ...column,
    id: toColumnId(column.id, `new_table.columns[${place}].id`),
  }));
  const checked = checkColumns(drafts, 'new_table.columns').map((column) => ({
    id: column.id,
    name: column.name,
    type: column.type,
    nullable: column.nullable,
  }));
  if (new Set(checked.map(({ id }) => id)).size < checked.length) {
    throw invalidField('new_table.columns', 'two columns have one id; give each its own');
  }
  const keyPlaces = checkPrimaryKey(primaryKey, checked, 'new_table.primary_key');
  return {
    bucket: parseId('bucket', bucketId),
    name: checkName(name, 'new_table.name'),
    columns: withKey(checked, keyPlaces),
  };
}

function toDataFile(file: DataFileMessage, field: string): DataFile {
  return {
    id: parseId('file', file.id),
    path: toPath(file.path, `${field}.path`),
    rowCount: toCount(file.rowCount, `${field}.row_count`),
    byteCount: toCount(file.byteCount, `${field}.byte_count`),
    sha256: file.sha256,
    columns: file.columnIds.map((id, place) => toColumnId(id, `${field}.column_ids[${place}]`)),
  };
}

function toColumnId(text: string, field: string) {
  try {
    return parseId('column', text);
  } catch {
    throw invalidField(field, `${JSON.stringify(text)} is not the id of a column`);
  }
}

/** Readers join the path to their data folder, and must not leave it. */
function toPath(path: string, field: string): string {
  const isBelow = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isBelow && !path.includes('\\') && !path.includes('\0')) return path;
  throw invalidField(field, `${JSON.stringify(path)} is not a path below the data folder`);
}

/** Larger numbers could not be added up without rounding. */
function toCount(value: bigint, field: string): number {
  if (value <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw invalidField(field, `${value} is more than can be counted`);
}

function assertCountable(files: readonly DataFile[]): void {
  const { rowCount, byteCount } = extentOf(files);
  if (rowCount > Number.MAX_SAFE_INTEGER || byteCount > Number.MAX_SAFE_INTEGER) {
    throw invalidField('files', 'the files come to more rows or bytes than can be counted');
  }
}

/**
 * Refuses `lost_race` where a file has rows but not a column that may hold no NULL: the column came after the file was
 * made, which has to be made again with it.
 */
export function assertFilesFit(files: readonly DataFile[], columns: readonly TableColumn[]): void {
  const required = columns.filter(({ nullable }) => !nullable);
  for (const { id, rowCount, columns: held } of files) {
    const missing = rowCount > 0 ? required.find((column) => !held.includes(column.id)) : undefined;
    if (missing) throw columnsChanged(id, missing);
  }
}

function columnsChanged(file: string, { id, name }: TableColumn): Refusal {
  return new Refusal(
    'lost_race',
    `${file} lacks the column ${id} (${JSON.stringify(name)}), which may not be NULL; make the file again from the table's columns`,
    { file, column: id },
  );
}

export function pastVersion(table: TableId, expected: number, found: number): Refusal {
  return new Refusal('lost_race', `${table} is at version ${found}, not ${expected}; start again from there`, {
    id: table,
    expected: String(expected),
    version: String(found),
  });
}
