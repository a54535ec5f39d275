import type { ObjectId, TableId } from '@easement/domain';
import { findRows, type ReadTx } from '@easement/persistence';
import type { Bucket } from '../buckets/bucket.ts';
import { ofKind } from '../objects/of-kind.ts';
import { dataTable } from './data-table.table.ts';

/** The bucket with the counts that it would have if it held nothing but what is granted of it, and links show. */
export async function countGranted(tx: ReadTx, bucket: Bucket, granted: ReadonlySet<ObjectId>): Promise<Bucket> {
  const { organization: organization_id, id: bucket_id } = bucket;
  const rows = await findRows(tx, dataTable, {
    organization_id,
    bucket_id,
    id: ofKind('table', granted),
    hidden: false,
  });
  return {
    ...bucket,
    tableCount: rows.length,
    hiddenTableCount: 0,
    rowCount: rows.reduce((sum, { row_count }) => sum + row_count, 0),
    byteCount: rows.reduce((sum, { byte_count }) => sum + byte_count, 0),
  };
}

/** What finds, among the rows of tables, those of them that are granted; all where it is not by grants. */
export function onlyGranted(granted: ReadonlySet<ObjectId> | undefined): { readonly id?: TableId[] } {
  return granted ? { id: ofKind('table', granted) } : {};
}
