import type { BucketId, OrganizationId, TableId } from '@easement/domain';
import { execute, type WriteTx } from '@easement/persistence';

/** All tables of a bucket, or one. */
export type Tables = { readonly bucket: BucketId } | { readonly table: TableId };

/**
 * Deletes tables with their columns, names, metadata and history, by as many statements for a thousand as for one.
 * Their files stay listed until no reader of them can be left. Demands the lock of the bucket.
 */
export async function removeTables(tx: WriteTx, organization: OrganizationId, which: Tables, now: Date): Promise<void> {
  const [column, id] = 'bucket' in which ? ['bucket_id', which.bucket] : ['id', which.table];
  const gone = `SELECT id FROM data_table WHERE organization_id = ? AND ${column} = ?`;
  const goneColumns = `SELECT id FROM table_column WHERE organization_id = ? AND table_id IN (${gone})`;
  const these = [organization, id];
  const statements: readonly (readonly [sql: string, params: readonly (string | number)[]])[] = [
    [
      'UPDATE data_file SET remove_time = ? WHERE organization_id = ? AND remove_time IS NULL' +
        ` AND table_id IN (${gone})`,
      [now.getTime(), organization, ...these],
    ],
    [
      `DELETE FROM metadata WHERE organization_id = ? AND object_id IN (${goneColumns})`,
      [organization, organization, ...these],
    ],
    [`DELETE FROM metadata WHERE organization_id = ? AND object_id IN (${gone})`, [organization, ...these]],
    [`DELETE FROM table_column WHERE organization_id = ? AND table_id IN (${gone})`, [organization, ...these]],
    [`DELETE FROM table_operation WHERE organization_id = ? AND table_id IN (${gone})`, [organization, ...these]],
    [`DELETE FROM name WHERE organization_id = ? AND owner_id IN (${gone})`, [organization, ...these]],
    [`DELETE FROM data_table WHERE organization_id = ? AND ${column} = ?`, these],
  ];
  for (const [sql, params] of statements) await execute(tx, sql, params);
}
