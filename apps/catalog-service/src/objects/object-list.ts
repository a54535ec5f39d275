import type { BucketId, ObjectId, OrganizationId, ProjectId } from '@easement/domain';
import type { Position, ReadTx } from '@easement/persistence';
import type { Sight } from '../buckets/bucket-message.ts';
import { findBucket, findBuckets, pageOfBuckets } from '../buckets/bucket-store.ts';
import type { Bucket } from '../buckets/bucket.ts';
import type { Inside } from './inside.ts';
import { objectsIn, type Spot } from './objects-in.ts';

/** A bucket, or what it holds. */
export type Listed = {
  readonly bucket: Bucket;
  readonly inside: Inside | undefined;
  readonly isLinked: boolean;
};

/** What is granted of a bucket that links do not show whole. */
export type Granted = ReadonlyMap<BucketId, ReadonlySet<ObjectId>>;

type Sources = { readonly project: ProjectId; readonly linked: readonly BucketId[]; readonly granted: Granted };

/** The buckets that come after one, in the order of their ids. */
type NextBuckets = (after: BucketId | undefined, size: number) => Promise<readonly Bucket[]>;

/**
 * One page of what a project can use: own buckets, then linked ones, each before what it holds. A bucket that the project
 * both owns and links is there twice.
 */
export async function pageOfObjects(
  tx: ReadTx,
  organization: OrganizationId,
  { project, linked, granted }: Sources,
  { size, after }: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly objects: Listed[]; readonly next: Position | undefined }> {
  const { section, spot } = readPosition(after);
  const sorted = [...new Set(linked)].sort();
  const sections: readonly NextBuckets[] = [
    async (from, limit) => {
      const page = { size: limit, after: from && [from] };
      return (await pageOfBuckets(tx, organization, project, page)).buckets;
    },
    (from, limit) =>
      findExisting(
        tx,
        organization,
        sorted.filter((id) => from === undefined || id > from),
        limit,
      ),
  ];
  const found: Listed[] = [];
  for (const [number, nextBuckets] of sections.entries()) {
    if (number < section || found.length > size) continue;
    const walked = await walk(tx, organization, nextBuckets, {
      from: number === section ? spot : undefined,
      limit: size + 1 - found.length,
      sight: number === 1 ? 'through_link' : 'inside',
      granted: number === 1 ? granted : new Map(),
    });
    found.push(...walked.map((listed) => ({ ...listed, isLinked: number === 1 })));
  }
  const last = found.length > size ? found[size - 1] : undefined;
  return { objects: found.slice(0, size), next: last && positionOf(last) };
}

type Stretch = { readonly from: Spot | undefined; readonly limit: number };

async function walk(
  tx: ReadTx,
  organization: OrganizationId,
  nextBuckets: NextBuckets,
  { from, limit, ...seen }: Stretch & { readonly sight: Sight; readonly granted: Granted },
): Promise<Omit<Listed, 'isLinked'>[]> {
  const begun = from && (await findBucket(tx, organization, from.bucket));
  const buckets = [...(begun ? [begun] : []), ...(await nextBuckets(from?.bucket, limit))];
  const bucketIds = buckets.map(({ id }) => id);
  const found = await objectsIn(tx, organization, bucketIds, { from, limit, ...seen });
  const objects = Map.groupBy(found, ({ value }) => value.bucket);
  const listed = buckets.flatMap((bucket) => [
    ...(bucket === begun ? [] : [{ bucket, inside: undefined }]),
    ...(objects.get(bucket.id) ?? []).map((inside) => ({ bucket, inside })),
  ]);
  return listed.slice(0, limit);
}

/** The first of the buckets that there are, as many as `limit`. */
async function findExisting(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly BucketId[],
  limit: number,
): Promise<Bucket[]> {
  const found: Bucket[] = [];
  for (let from = 0; from < ids.length && found.length < limit; from += limit) {
    const some = ids.slice(from, from + limit);
    const there = await findBuckets(tx, organization, some);
    found.push(...some.flatMap((id) => there.get(id) ?? []));
  }
  return found;
}

function positionOf({ bucket, inside, isLinked }: Listed): Position {
  return [isLinked ? 1 : 0, bucket.id, inside?.value.id ?? ''];
}

/** The token was signed here, so what it holds is what `positionOf` put there. */
function readPosition(after: Position | undefined): { readonly section: number; readonly spot: Spot | undefined } {
  if (after === undefined) return { section: 0, spot: undefined };
  const [section, bucket, object] = after;
  return { section: Number(section), spot: { bucket: String(bucket) as BucketId, object: String(object) } };
}
