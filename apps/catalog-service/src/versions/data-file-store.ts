import { type FileId, invalidField, type OrganizationId, type TableId } from '@easement/domain';
import {
  duplicateKey,
  findRows,
  insertRows,
  marks,
  query,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { dataFileTable, toDataFile, toDataFileRows } from './data-file.table.ts';
import type { DataFile } from './version.ts';

type Place = { readonly organization: OrganizationId; readonly table: TableId };

/** Lists the files from version `addedIn` on. Refuses a file that some version lists already. Demands the table's lock. */
export async function addFiles(
  tx: WriteTx,
  place: Place & { readonly addedIn: number },
  files: readonly DataFile[],
): Promise<void> {
  try {
    await insertRows(tx, dataFileTable, toDataFileRows(place, files));
  } catch (error) {
    if (duplicateKey(error, dataFileTable) !== 'primary') throw error;
    throw invalidField('files', 'one of the files is listed already; a version is made of new files, with new ids');
  }
}

/** From version `removedIn` on, none of the table's files is listed; readers of those before still have them. */
export async function removeFiles(
  tx: WriteTx,
  { organization, table }: Place,
  removedIn: number,
  now: Date,
): Promise<void> {
  const current = { organization_id: organization, table_id: table, removed_in: null };
  await updateRows(tx, dataFileTable, current, { removed_in: removedIn, remove_time: now });
}

/** The files of the current versions of these tables, each in the order in which they were added. */
export async function currentFiles(
  tx: ReadTx,
  organization: OrganizationId,
  tables: readonly TableId[],
): Promise<ReadonlyMap<TableId, readonly DataFile[]>> {
  if (tables.length === 0) return new Map();
  const where = { organization_id: organization, table_id: tables, removed_in: null };
  const rows = await findRows(tx, dataFileTable, where);
  const inOrder = rows.toSorted((one, other) => one.added_in - other.added_in || one.position - other.position);
  const files = Map.groupBy(inOrder, ({ table_id }) => table_id);
  return new Map([...files].map(([table, own]) => [table, own.map(toDataFile)]));
}

/** Those of the files that a version lists, or listed so lately that somebody may still read it. */
export async function findListed(tx: ReadTx, organization: OrganizationId, ids: readonly FileId[]): Promise<FileId[]> {
  if (ids.length === 0) return [];
  const { id } = dataFileTable.columns;
  const sql = `SELECT id FROM data_file WHERE organization_id = ? AND id IN (${marks(ids)})`;
  return (await query(tx, { id }, sql, [organization, ...ids])).map((row) => row.id);
}
