import type { BucketId, LinkState, OrganizationId, ProjectId, ShareId } from '@easement/domain';
import { findPage, findRows, type Position, query, type ReadTx } from '@easement/persistence';
import { isListed, linkTable, type StoredLink, toLink } from './link.table.ts';

/** The links of one project to these shares, but for those to single objects, in whatever state short of removed. */
export async function findLinksToShares(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
  shares: readonly ShareId[],
): Promise<StoredLink[]> {
  const where = {
    organization_id: organization,
    share_id: shares,
    project_id: project,
    live: true,
    object_id: '',
  } as const;
  return shares.length === 0 ? [] : (await findRows(tx, linkTable, where)).map(toLink);
}

/** The links that show one of these buckets in one of these projects. */
export async function findLinksToBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
  projects: readonly ProjectId[],
): Promise<StoredLink[]> {
  const where = { organization_id: organization, bucket_id: buckets, live: true, project_id: projects } as const;
  return (await findRows(tx, linkTable, where)).filter(({ listing }) => listing === 'live').map(toLink);
}

export type LinkFilter = {
  readonly parent:
    { readonly share_id: ShareId } | { readonly project_id: ProjectId; readonly target_bucket_id?: BucketId };
  readonly withGone: boolean;
  readonly outsideOnly: boolean;
};

/** With those that are gone, a page may be shorter than it should be: links that were never active are left out of it. */
export async function pageOfLinks(
  tx: ReadTx,
  organization: OrganizationId,
  { parent, withGone, outsideOnly }: LinkFilter,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly links: StoredLink[]; readonly next: Position | undefined }> {
  const where = {
    organization_id: organization,
    ...parent,
    // Of two values the store would sort all that match; of one, or none, it reads them in order.
    ...(withGone ? {} : { listing: 'live' as const }),
    ...(outsideOnly ? { outside_audience: true } : {}),
  };
  const { rows, next } = await findPage(tx, linkTable, where, { by: ['id'], ...page });
  return { links: rows.map(toLink).filter(isListed), next };
}

/** Links of the organization that came into one of these states before `time` and are still in it: the first few. */
export async function findLinksLeftIn(
  tx: ReadTx,
  organization: OrganizationId,
  state: LinkState,
  before: Date,
  most: number,
): Promise<StoredLink[]> {
  const { id } = linkTable.columns;
  const sql =
    'SELECT id FROM link WHERE organization_id = ? AND state = ? AND state_time < ? ORDER BY state_time LIMIT ?';
  const rows = await query(tx, { id }, sql, [organization, state, before.getTime(), most]);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  return (await findRows(tx, linkTable, { organization_id: organization, id: ids })).map(toLink);
}
