import type { VersionQuery } from '@easement/contracts';
import {
  type BucketId,
  isId,
  type LinkId,
  type ObjectId,
  type OrganizationId,
  parseId,
  parseObjectId,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { findOwners } from '../names/name-store.ts';

/** Where a query leads, as far as there is such a thing. */
export type Place = { readonly bucket?: BucketId; readonly object?: ObjectId; readonly link?: LinkId };

/** Which bucket and object each query names. What has the name of a link is none of the project's own buckets. */
export async function findPlaces(
  tx: ReadTx,
  organization: OrganizationId,
  queries: readonly VersionQuery[],
): Promise<Place[]> {
  const named = await findNamedBuckets(tx, organization, queries);
  const asked = named.flatMap((place) => (place ? [{ scope: place.bucket, name: place.table }] : []));
  const owners = await findOwners(tx, organization, asked);
  return queries.map(({ way }, index) => {
    if (way.case === 'tableId' || way.case === 'objectId') return { object: parseObjectId(way.value) };
    const place = named[index];
    if (!place) return {};
    const owner = owners.find(place.bucket, place.table);
    return { bucket: place.bucket, ...(owner === undefined ? {} : toNamed(owner, way.case === 'own')) };
  });
}

/** What has a name in a bucket. The links of a project to single objects are in its own buckets, and shown to nobody else. */
function toNamed(owner: string, isOwn: boolean): Omit<Place, 'bucket'> {
  if (isId('link', owner)) return isOwn ? { link: parseId('link', owner) } : {};
  return { object: parseObjectId(owner) };
}

type Named = { readonly bucket: BucketId; readonly table: string };

async function findNamedBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  queries: readonly VersionQuery[],
): Promise<(Named | undefined)[]> {
  const own = queries.flatMap(({ way }) =>
    way.case === 'own' ? [{ scope: parseId('project', way.value.projectId), name: way.value.bucketName }] : [],
  );
  const owners = await findOwners(tx, organization, own);
  return queries.map(({ way }) => {
    if (way.case === 'linked') return { bucket: parseId('bucket', way.value.bucketId), table: way.value.tableName };
    if (way.case !== 'own') return undefined;
    const owner = owners.find(parseId('project', way.value.projectId), way.value.bucketName);
    const isBucket = owner !== undefined && isId('bucket', owner);
    return isBucket ? { bucket: parseId('bucket', owner), table: way.value.tableName } : undefined;
  });
}
