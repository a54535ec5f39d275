import type { Alias, BucketId, OrganizationId, TableId } from '@easement/domain';
import { findRows, marks, query, type ReadTx } from '@easement/persistence';
import { dataTable } from '../tables/data-table.table.ts';

/** An alias, and the bucket that holds it. */
export type AliasPlace = Alias & { readonly id: TableId; readonly bucket: BucketId };

/** The aliases of these tables, in the order of their ids. */
export async function findAliases(
  tx: ReadTx,
  organization: OrganizationId,
  sources: readonly TableId[],
): Promise<AliasPlace[]> {
  if (sources.length === 0) return [];
  const rows = await findRows(tx, dataTable, { organization_id: organization, source_id: sources });
  const places = rows.flatMap(({ id, bucket_id: bucket, source_id, alias_filter, alias_columns }) => {
    const [filter, columns] = [alias_filter ?? undefined, alias_columns ?? undefined];
    return source_id === null ? [] : [{ id, bucket, source: source_id, filter, columns }];
  });
  return places.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Where an alias is whose source is in the bucket. */
export type AliasInto = { readonly id: TableId; readonly bucket: BucketId; readonly sourceBucket: BucketId };

/** The aliases, wherever they are, of tables in these buckets. */
export async function findAliasesInto(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
): Promise<AliasInto[]> {
  if (buckets.length === 0) return [];
  const { id, bucket_id } = dataTable.columns;
  const rows = await query(
    tx,
    { id, bucket_id, source_bucket_id: bucket_id },
    'SELECT alias.id AS id, alias.bucket_id AS bucket_id, source.bucket_id AS source_bucket_id' +
      ' FROM data_table AS source JOIN data_table AS alias' +
      ' ON alias.organization_id = source.organization_id AND alias.source_id = source.id' +
      ` WHERE source.organization_id = ? AND source.bucket_id IN (${marks(buckets)}) ORDER BY alias.id`,
    [organization, ...buckets],
  );
  return rows.map((row) => ({ id: row.id, bucket: row.bucket_id, sourceBucket: row.source_bucket_id }));
}

/** The aliases that show an object, or what is in it. */
export type Cover = {
  readonly object: BucketId | TableId;
  readonly aliases: readonly { readonly id: TableId; readonly bucket: BucketId }[];
};

/** The covers of those of the objects that have any. */
export async function findCovers(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  tables: readonly TableId[],
): Promise<Cover[]> {
  const ofTables = await findAliases(tx, organization, tables);
  const ofBuckets = await findAliasesInto(tx, organization, buckets);
  return [
    ...[...Map.groupBy(ofTables, ({ source }) => source)].map(toCover),
    ...[...Map.groupBy(ofBuckets, ({ sourceBucket }) => sourceBucket)].map(toCover),
  ];
}

function toCover([object, aliases]: readonly [Cover['object'], Cover['aliases']]): Cover {
  return { object, aliases };
}
