import type { BucketId, OrganizationId, TableId } from '@easement/domain';
import { deleteRows, findRows, query, type ReadTx, updateRows, type WriteTx } from '@easement/persistence';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { freeNamesOf } from '../names/name-store.ts';
import { dataFileTable } from '../versions/data-file.table.ts';
import { operationTable } from '../versions/operation.table.ts';
import { dataTable } from './data-table.table.ts';
import { tableColumnTable } from './table-column.table.ts';

/** All tables of a bucket, or one. */
export type Tables = { readonly bucket: BucketId } | { readonly table: TableId };

/** So many at once that statements stay short, and find their rows by keys: MariaDB would scan for a subquery. */
const batch = 100;

/**
 * Deletes tables with their columns, names, metadata and history. Their files stay listed until no reader of them can be
 * left. Demands the lock of the bucket.
 */
export async function removeTables(tx: WriteTx, organization: OrganizationId, which: Tables, now: Date): Promise<void> {
  const tables = 'table' in which ? [which.table] : await findIds(tx, organization, which.bucket);
  for (let from = 0; from < tables.length; from += batch) {
    await removeSome(tx, organization, tables.slice(from, from + batch), now);
  }
}

async function removeSome(
  tx: WriteTx,
  organization: OrganizationId,
  tables: readonly TableId[],
  now: Date,
): Promise<void> {
  const ofTables = { organization_id: organization, table_id: tables };
  const columns = await findRows(tx, tableColumnTable, ofTables);
  await updateRows(tx, dataFileTable, { ...ofTables, remove_time: null }, { remove_time: now });
  await deleteMetadataOf(tx, organization, [...tables, ...columns.map(({ id }) => id)]);
  await deleteRows(tx, tableColumnTable, ofTables);
  await deleteRows(tx, operationTable, ofTables);
  await freeNamesOf(tx, organization, tables);
  await deleteRows(tx, dataTable, { organization_id: organization, id: tables });
}

async function findIds(tx: ReadTx, organization: OrganizationId, bucket: BucketId): Promise<TableId[]> {
  const { id } = dataTable.columns;
  const sql = 'SELECT id FROM data_table WHERE organization_id = ? AND bucket_id = ? ORDER BY id';
  return (await query(tx, { id }, sql, [organization, bucket])).map((row) => row.id);
}
