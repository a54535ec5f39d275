import type { BucketId, ObjectId, OrganizationId } from '@easement/domain';
import { findPage, findRows, type ReadTx } from '@easement/persistence';
import type { Sight } from '../buckets/bucket-message.ts';
import type { DataTable } from '../tables/data-table.ts';
import { dataTable, type DataTableRow } from '../tables/data-table.table.ts';
import { tablesAmong } from '../tables/granted-tables.ts';
import { shownIn, toOutlines } from '../tables/table-store.ts';

/** Where a list ended: behind a bucket, or behind an object of it. */
export type Spot = { readonly bucket: BucketId; readonly object: string };

type Stretch = {
  readonly from: Spot | undefined;
  readonly limit: number;
  readonly sight: Sight;
  /** What is seen of those of the buckets that are not seen whole. */
  readonly granted: ReadonlyMap<BucketId, ReadonlySet<ObjectId>>;
};

const atOnce = 1_000;

/** The first objects of these buckets after a spot, in the order of the buckets' ids and their own. */
export async function objectsIn(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  stretch: Stretch,
): Promise<DataTable[]> {
  const whole = await tablesOf(
    tx,
    organization,
    buckets.filter((id) => !stretch.granted.has(id)),
    stretch,
  );
  const parts = await grantedTables(
    tx,
    organization,
    buckets.filter((id) => stretch.granted.has(id)),
    stretch,
  );
  const rows = [...whole, ...parts].toSorted((one, other) => compare(placeOf(one), placeOf(other)));
  return await toOutlines(tx, organization, rows.slice(0, stretch.limit));
}

async function tablesOf(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  { from, limit, sight }: Stretch,
): Promise<DataTableRow[]> {
  const where = { organization_id: organization, bucket_id: buckets, ...shownIn(sight) };
  const after = from && [from.bucket, from.object];
  return (await findPage(tx, dataTable, where, { by: ['bucket_id', 'id'], size: limit, after })).rows;
}

/** By their ids, so many at once that statements stay short however much is granted. */
async function grantedTables(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  { from, limit, sight, granted }: Stretch,
): Promise<DataTableRow[]> {
  const spots = buckets.flatMap((bucket) => [...(granted.get(bucket) ?? [])].map((object) => ({ bucket, object })));
  const coming = spots.filter((spot) => !from || compare(spot, from) > 0).toSorted(compare);
  const found: DataTableRow[] = [];
  for (let at = 0; at < coming.length && found.length < limit; at += atOnce) {
    const some = coming.slice(at, at + atOnce);
    const id = tablesAmong(new Set(some.map(({ object }) => object)));
    const rows = await findRows(tx, dataTable, { organization_id: organization, id, ...shownIn(sight) });
    found.push(...rows.filter((row) => granted.get(row.bucket_id)?.has(row.id) === true));
  }
  return found;
}

function placeOf({ bucket_id: bucket, id: object }: DataTableRow): Spot {
  return { bucket, object };
}

function compare(one: Spot, other: Spot): number {
  const [first, second] = one.bucket === other.bucket ? [one.object, other.object] : [one.bucket, other.bucket];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
