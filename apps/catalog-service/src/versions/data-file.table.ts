import type { ColumnId, FileId, OrganizationId, TableId } from '@easement/domain';
import {
  codeColumn,
  idColumn,
  integerColumn,
  jsonColumn,
  nullable,
  type RowOf,
  table,
  textColumn,
  timeColumn,
} from '@easement/persistence';
import type { DataFile } from './version.ts';

/**
 * Which files each version lists: those that were added by it or before and not yet removed. So an append writes what it
 * adds, however many files there are. A removed file stays listed until no reader of an older version can be left.
 */
export const dataFileTable = table('data_file', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<FileId>(),
    table_id: idColumn<TableId>(),
    added_in: integerColumn(),
    position: integerColumn(),
    removed_in: nullable(integerColumn()),
    remove_time: nullable(timeColumn()),
    path: textColumn(400),
    row_count: integerColumn(),
    byte_count: integerColumn(),
    sha256: codeColumn(64),
    column_ids: jsonColumn<readonly ColumnId[]>(),
  },
  primary: ['organization_id', 'id'],
  indexes: {
    by_table: ['organization_id', 'table_id', 'removed_in', 'added_in', 'position'],
    by_removal: ['organization_id', 'remove_time'],
  },
});

type DataFileRow = RowOf<typeof dataFileTable>;

export function toDataFile(row: DataFileRow): DataFile {
  return {
    id: row.id,
    path: row.path,
    rowCount: row.row_count,
    byteCount: row.byte_count,
    sha256: row.sha256,
    columns: row.column_ids,
  };
}

/** The rows of files that the version `addedIn` of a table adds, in their order. */
export function toDataFileRows(
  place: { readonly organization: OrganizationId; readonly table: TableId; readonly addedIn: number },
  files: readonly DataFile[],
): DataFileRow[] {
  return files.map((file, position) => ({
    organization_id: place.organization,
    id: file.id,
    table_id: place.table,
    added_in: place.addedIn,
    position,
    removed_in: null,
    remove_time: null,
    path: file.path,
    row_count: file.rowCount,
    byte_count: file.byteCount,
    sha256: file.sha256,
    column_ids: file.columns,
  }));
}
