import type { BucketId, OrganizationId, ProjectId } from '@easement/domain';
import {
  deleteRows,
  execute,
  findPage,
  findRow,
  findRows,
  insertRow,
  lockRow,
  type Position,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { tellBucket } from '../feed/tell.ts';
import type { Bucket } from './bucket.ts';
import { bucketTable, toBucket, toBucketRow } from './bucket.table.ts';

export async function insertBucket(tx: WriteTx, bucket: Bucket): Promise<void> {
  await insertRow(tx, bucketTable, toBucketRow(bucket));
  tellBucket(tx, undefined, bucket);
}

export async function findBucket(tx: ReadTx, organization: OrganizationId, id: BucketId): Promise<Bucket | undefined> {
  const row = await findRow(tx, bucketTable, { organization_id: organization, id });
  return row && toBucket(row);
}

/** Those of the buckets that there are. */
export async function findBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly BucketId[],
): Promise<ReadonlyMap<BucketId, Bucket>> {
  const rows = await findRows(tx, bucketTable, { organization_id: organization, id: ids });
  return new Map(rows.map((row) => [row.id, toBucket(row)]));
}

/**
 * Reads the bucket and holds its row until commit. Whatever changes a bucket or its inside takes this lock before any
 * other but the guard of a project, so that nothing inside comes, goes or is held meanwhile.
 */
export async function lockBucket(tx: WriteTx, organization: OrganizationId, id: BucketId): Promise<Bucket | undefined> {
  const row = await lockRow(tx, bucketTable, { organization_id: organization, id });
  return row && toBucket(row);
}

/** Changes what the bucket says of itself, and answers it as it is then. Demands its lock. */
export async function changeBucket(
  tx: WriteTx,
  bucket: Bucket,
  changes: Partial<Pick<Bucket, 'name' | 'stage' | 'description'>> & Pick<Bucket, 'updateTime'>,
): Promise<Bucket> {
  const { updateTime, ...rest } = changes;
  const { organization, id } = bucket;
  await updateRows(tx, bucketTable, { organization_id: organization, id }, { ...rest, update_time: updateTime });
  const changed = { ...bucket, ...changes, version: bucket.version + 1 };
  tellBucket(tx, bucket, changed);
  return changed;
}

type Change = {
  readonly tables?: number;
  /** Of tables that no link shows. */
  readonly hidden?: number;
  readonly rows?: number;
  readonly bytes?: number;
  readonly views?: number;
  readonly functions?: number;
};

/** Adds to the counts of the bucket what came, or takes away what went. Its version stays: the bucket itself is the same. */
export async function addToBucket(
  tx: WriteTx,
  { organization, bucket }: { readonly organization: OrganizationId; readonly bucket: BucketId },
  change: Change,
): Promise<void> {
  const { tables = 0, hidden = 0, rows = 0, bytes = 0, views = 0, functions = 0 } = change;
  await execute(
    tx,
    'UPDATE bucket SET table_count = table_count + ?, hidden_table_count = hidden_table_count + ?,' +
      ' row_count = row_count + ?, byte_count = byte_count + ?, view_count = view_count + ?,' +
      ' function_count = function_count + ? WHERE organization_id = ? AND id = ?',
    [tables, hidden, rows, bytes, views, functions, organization, bucket],
  );
}

export async function deleteBucketRow(tx: WriteTx, bucket: Bucket): Promise<void> {
  const { organization, id } = bucket;
  await deleteRows(tx, bucketTable, { organization_id: organization, id });
  tellBucket(tx, bucket, undefined);
}

/** The buckets of a project in the order of their ids. */
export async function pageOfBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly buckets: Bucket[]; readonly next: Position | undefined }> {
  const where = { organization_id: organization, project_id: project };
  const { rows, next } = await findPage(tx, bucketTable, where, { by: ['id'], ...page });
  return { buckets: rows.map(toBucket), next };
}

export type Totals = {
  readonly bucketCount: number;
  readonly tableCount: number;
  readonly rowCount: number;
  readonly byteCount: number;
  readonly viewCount: number;
  readonly functionCount: number;
};

/** What the buckets of a project come to. */
export async function totalsOf(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<Totals> {
  const { rows } = await tx.run(
    'SELECT COUNT(*) AS buckets, COALESCE(SUM(table_count), 0) AS tables, COALESCE(SUM(row_count), 0) AS row_sum,' +
      ' COALESCE(SUM(byte_count), 0) AS byte_sum, COALESCE(SUM(view_count), 0) AS views,' +
      ' COALESCE(SUM(function_count), 0) AS functions FROM bucket WHERE organization_id = ? AND project_id = ?',
    [organization, project],
  );
  const { table_count, row_count, byte_count } = bucketTable.columns;
  return {
    bucketCount: table_count.decode(rows[0]?.['buckets']),
    tableCount: table_count.decode(rows[0]?.['tables']),
    rowCount: row_count.decode(rows[0]?.['row_sum']),
    byteCount: byte_count.decode(rows[0]?.['byte_sum']),
    viewCount: table_count.decode(rows[0]?.['views']),
    functionCount: table_count.decode(rows[0]?.['functions']),
  };
}
