import {
  type BucketId,
  type LinkId,
  type ObjectId,
  type OrganizationId,
  policies,
  type ProjectId,
  type ShareId,
  type ShareKind,
  shareKinds,
} from '@easement/domain';
import { codeColumn, type Database, idColumn, integerColumn, marks, type Shaped } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import { type Listing, orUndefined } from '../links/link.table.ts';

export type LinkedBucket = {
  readonly link: LinkId;
  readonly project: ProjectId;
  readonly bucket: BucketId;
  readonly source: ProjectId;
  readonly share: ShareId;
  readonly kind: ShareKind;
  /** The one object that the link shows, if it is to a single one. */
  readonly object: ObjectId | undefined;
};

const linkShape = {
  id: idColumn<LinkId>(),
  project_id: idColumn<ProjectId>(),
  bucket_id: idColumn<BucketId>(),
  source_project_id: idColumn<ProjectId>(),
  listing: codeColumn<Listing>(),
  share_id: idColumn<ShareId>(),
  kind: codeColumn<ShareKind>(),
  object_id: idColumn<ObjectId | ''>(),
};

const select = `SELECT ${Object.keys(linkShape).join(', ')} FROM link WHERE organization_id = ?`;

const projectsAtOnce = 500;

/** The kinds whose links stand in the way of a drop. */
const blocking = shareKinds.filter((kind) => policies[kind].dropWhileLinked === 'refused');

/** The links by which these projects reach these buckets. One statement for most, in the way of every check. */
export async function selectLinkedBuckets(
  db: Database,
  call: Call,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  projects: readonly ProjectId[],
): Promise<LinkedBucket[]> {
  const found: LinkedBucket[] = [];
  for (let from = 0; from < projects.length && buckets.length > 0; from += projectsAtOnce) {
    const some = projects.slice(from, from + projectsAtOnce);
    const sql = `${select} AND bucket_id IN (${marks(buckets)}) AND live = 1 AND project_id IN (${marks(some)})`;
    found.push(...toLinkedBuckets(await db.select(call, linkShape, sql, [organization, ...buckets, ...some])));
  }
  return found;
}

/** Those of these links that show their source. */
export async function selectLinks(
  db: Database,
  call: Call,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<LinkedBucket[]> {
  if (ids.length === 0) return [];
  const sql = `${select} AND id IN (${marks(ids)})`;
  return toLinkedBuckets(await db.select(call, linkShape, sql, [organization, ...ids]));
}

/** Looks at `listing` here: in the statement, it would lead the store to an index of whole projects. */
function toLinkedBuckets(rows: readonly Shaped<typeof linkShape>[]): LinkedBucket[] {
  return rows
    .filter(({ listing }) => listing === 'live')
    .map(({ id, project_id, bucket_id, source_project_id, share_id, kind, object_id }) => {
      const place = { project: project_id, bucket: bucket_id, source: source_project_id };
      return { link: id, ...place, share: share_id, kind, object: orUndefined(object_id) };
    });
}

/** How many links keep each of these buckets from being dropped: those that are being made or removed too. */
export async function countHolders(
  db: Database,
  call: Call,
  organization: OrganizationId,
  buckets: readonly BucketId[],
): Promise<ReadonlyMap<BucketId, number>> {
  if (buckets.length === 0) return new Map();
  const rows = await db.select(
    call,
    { bucket_id: idColumn<BucketId>(), links: integerColumn() },
    'SELECT bucket_id, COUNT(*) AS links FROM link' +
      ` WHERE organization_id = ? AND bucket_id IN (${marks(buckets)}) AND live = 1 AND kind IN (${marks(blocking)}) GROUP BY bucket_id`,
    [organization, ...buckets, ...blocking],
  );
  return new Map(rows.map(({ bucket_id, links }) => [bucket_id, links]));
}
