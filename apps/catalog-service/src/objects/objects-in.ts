import type { BucketId, ObjectId, OrganizationId } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import type { Sight } from '../buckets/bucket-message.ts';
import { findInside, type Inside } from './inside.ts';

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
): Promise<Inside[]> {
  const { from, limit, sight, granted } = stretch;
  const after = from && [from.bucket, from.object];
  const whole = buckets.filter((id) => !granted.has(id));
  const parts = buckets.filter((id) => granted.has(id));
  const found = [
    ...(await findInside(tx, organization, { buckets: whole, size: limit, after }, sight)),
    ...(await grantedIn(tx, organization, parts, stretch)),
  ];
  return found.toSorted((one, other) => compare(spotOf(one), spotOf(other))).slice(0, limit);
}

/** By their ids, so many at once that statements stay short however much is granted. */
async function grantedIn(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  { from, limit, sight, granted }: Stretch,
): Promise<Inside[]> {
  const spots = buckets.flatMap((bucket) => [...(granted.get(bucket) ?? [])].map((object) => ({ bucket, object })));
  const coming = spots.filter((spot) => !from || compare(spot, from) > 0).toSorted(compare);
  const found: Inside[] = [];
  for (let at = 0; at < coming.length && found.length < limit; at += atOnce) {
    const ids = coming.slice(at, at + atOnce).map(({ object }) => object);
    const there = await findInside(tx, organization, { ids }, sight);
    found.push(...there.filter(({ value: { bucket, id } }) => granted.get(bucket)?.has(id) === true));
  }
  return found;
}

function spotOf({ value }: Inside): Spot {
  return { bucket: value.bucket, object: value.id };
}

function compare(one: Spot, other: Spot): number {
  const [first, second] = one.bucket === other.bucket ? [one.object, other.object] : [one.bucket, other.bucket];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
