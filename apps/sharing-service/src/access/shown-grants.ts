import {
  type BucketId,
  type Grant,
  type GrantedKind,
  isId,
  type Link,
  type ObjectId,
  type OrganizationId,
  policies,
  type Privilege,
  type ShareId,
  type ShareKind,
  shownThrough,
  usedBucket,
} from '@easement/domain';
import { codeColumn, type Database, idColumn, marks } from '@easement/persistence';
import type { Call } from '@easement/rpc';

const shape = {
  share_id: idColumn<ShareId>(),
  object_id: idColumn<BucketId | ObjectId>(),
  privilege: codeColumn<Privilege>(),
  kind: codeColumn<GrantedKind>(),
  bucket_id: idColumn<BucketId>(),
};

/** A link, as far as it says whether all of its bucket is shown. */
type Showing = { readonly share: ShareId; readonly kind: ShareKind };

/** What links of shares show that show granted objects alone; those that show the whole bucket are not in it. */
export type ShownGrants = ReadonlyMap<ShareId, readonly Grant[]>;

/**
 * What is granted by the shares of these links, as it is now: after a revoke has returned, nothing shows what it took
 * away. Asks nothing where every link shows its whole bucket.
 */
export async function selectShownGrants(
  db: Database,
  call: Call,
  organization: OrganizationId,
  links: readonly Showing[],
): Promise<ShownGrants> {
  const granting = links.filter(({ kind }) => policies[kind].shows === 'granted_objects');
  const shares = [...new Set(granting.map(({ share }) => share))];
  if (shares.length === 0) return new Map();
  const sql = `SELECT ${Object.keys(shape).join(', ')} FROM share_grant WHERE organization_id = ? AND share_id IN (${marks(shares)})`;
  const rows = await db.select(call, shape, sql, [organization, ...shares]);
  const grants = Map.groupBy(rows, ({ share_id }) => share_id);
  return new Map(
    shares.map((share) => [
      share,
      (grants.get(share) ?? []).map(({ object_id: object, privilege, kind, bucket_id: bucket }) => {
        return { object, privilege, kind, bucket };
      }),
    ]),
  );
}

/** Whether the link shows the object: all of its bucket, or the object itself. A link to a single one shows no bucket. */
export function showsObject(
  grants: ShownGrants,
  link: Pick<Link, 'share' | 'object'>,
  object: BucketId | ObjectId,
): boolean {
  const held = grants.get(link.share);
  if (held === undefined) return true;
  if (isId('bucket', object)) return link.object === undefined && usedBucket(held) === object;
  return shownThrough(link, held).objects.has(object as ObjectId);
}
