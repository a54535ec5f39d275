import type { BucketId, LinkId, LinkState, OrganizationId, ProjectId, ShareId } from '@easement/domain';
import {
  findPage,
  findRow,
  findRows,
  insertRow,
  integerColumn,
  lockRow,
  marks,
  type Position,
  query,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { isListed, linkTable, type StoredLink, toLink, toPendingRow } from './link.table.ts';

export async function findLink(tx: ReadTx, organization: OrganizationId, id: LinkId): Promise<StoredLink | undefined> {
  const row = await findRow(tx, linkTable, { organization_id: organization, id });
  return row && toLink(row);
}

/** Reads the link and holds its row until commit. */
export async function lockLink(tx: WriteTx, organization: OrganizationId, id: LinkId): Promise<StoredLink | undefined> {
  const row = await lockRow(tx, linkTable, { organization_id: organization, id });
  return row && toLink(row);
}

/** The link that a project has to a share, in whatever state short of removed. */
export async function findLinkOfProject(
  tx: ReadTx,
  organization: OrganizationId,
  share: ShareId,
  project: ProjectId,
): Promise<StoredLink | undefined> {
  const where = { organization_id: organization, share_id: share, project_id: project, live: true } as const;
  const [row] = await findRows(tx, linkTable, where);
  return row && toLink(row);
}

/** Every link to the share that is not removed. */
export async function findLinksOfShare(
  tx: ReadTx,
  organization: OrganizationId,
  share: ShareId,
): Promise<StoredLink[]> {
  const rows = await findRows(tx, linkTable, { organization_id: organization, share_id: share, live: true });
  return rows.map(toLink);
}

/** The links of one project to these shares, in whatever state short of removed. */
export async function findLinksToShares(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
  shares: readonly ShareId[],
): Promise<StoredLink[]> {
  const where = { organization_id: organization, share_id: shares, project_id: project, live: true } as const;
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

export type Linkers = { readonly count: number; readonly projects: readonly ProjectId[] };

/** More than a refusal can name. */
const namedProjects = 30;

/** Who links the share, down to links that are still being removed: how many, and the first of them. */
export function findLinkers(tx: ReadTx, organization: OrganizationId, share: ShareId): Promise<Linkers> {
  return findLinkersWhere(tx, 'organization_id = ? AND share_id = ?', [organization, share]);
}

/** Who links any share of the project. */
export function findLinkersOfProject(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<Linkers> {
  const shares = 'SELECT id FROM share WHERE organization_id = ? AND project_id = ?';
  const condition = `organization_id = ? AND share_id IN (${shares})`;
  return findLinkersWhere(tx, condition, [organization, organization, project]);
}

async function findLinkersWhere(tx: ReadTx, condition: string, params: readonly string[]): Promise<Linkers> {
  const from = `FROM link WHERE ${condition} AND live = 1`;
  const [total] = await query(tx, { links: integerColumn() }, `SELECT COUNT(*) AS links ${from}`, params);
  const { project_id } = linkTable.columns;
  const sql = `SELECT DISTINCT project_id ${from} ORDER BY project_id LIMIT ${namedProjects}`;
  const rows = await query(tx, { project_id }, sql, params);
  return { count: total?.links ?? 0, projects: rows.map((row) => row.project_id) };
}

export type LinkCounts = { readonly links: number; readonly outside: number };

/** How many projects link each share, and how many of them its audience would no longer admit. */
export async function countLinks(
  tx: ReadTx,
  organization: OrganizationId,
  shares: readonly ShareId[],
): Promise<ReadonlyMap<ShareId, LinkCounts>> {
  if (shares.length === 0) return new Map();
  const rows = await query(
    tx,
    { share_id: linkTable.columns.share_id, links: integerColumn(), outside: integerColumn() },
    'SELECT share_id, COUNT(*) AS links, SUM(outside_audience) AS outside FROM link' +
      ` WHERE organization_id = ? AND share_id IN (${marks(shares)}) AND listing = 'live' GROUP BY share_id`,
    [organization, ...shares],
  );
  return new Map(rows.map(({ share_id, links, outside }) => [share_id, { links, outside }]));
}

export type LinkFilter = {
  readonly parent: { readonly share_id: ShareId } | { readonly project_id: ProjectId };
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

export async function insertLink(tx: WriteTx, link: StoredLink): Promise<void> {
  await insertRow(tx, linkTable, toPendingRow(link));
}
