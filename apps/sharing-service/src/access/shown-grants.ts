import {
  type BucketId,
  type Grant,
  type GrantedKind,
  isId,
  type ObjectId,
  type OrganizationId,
  policies,
  type Privilege,
  type ShareId,
  type ShareKind,
  shownBy,
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

/** Whether a link of the share shows the object: all of its bucket, or the object itself. */
export function showsObject(grants: ShownGrants, share: ShareId, object: BucketId | ObjectId): boolean {
  const held = grants.get(share);
  if (held === undefined) return true;
  return isId('bucket', object) ? usedBucket(held) === object : shownBy(held).objects.has(object as ObjectId);
}
