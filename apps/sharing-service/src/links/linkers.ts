import type { OrganizationId, ProjectId, ShareId } from '@easement/domain';
import { integerColumn, marks, query, type ReadTx } from '@easement/persistence';
import { linkTable } from './link.table.ts';

/** The projects that link something: how many, each once however many links it has, and the first of them. */
export type Linkers = { readonly count: number; readonly projects: readonly ProjectId[] };

/** More than a refusal can name. */
const namedProjects = 30;

/** Who links the share, down to links that are still being removed. */
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
  const counted = `SELECT COUNT(DISTINCT project_id) AS projects ${from}`;
  const [total] = await query(tx, { projects: integerColumn() }, counted, params);
  const { project_id } = linkTable.columns;
  const sql = `SELECT DISTINCT project_id ${from} ORDER BY project_id LIMIT ${namedProjects}`;
  const rows = await query(tx, { project_id }, sql, params);
  return { count: total?.projects ?? 0, projects: rows.map((row) => row.project_id) };
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
    'SELECT share_id, COUNT(DISTINCT project_id) AS links,' +
      ' COUNT(DISTINCT CASE WHEN outside_audience = 1 THEN project_id END) AS outside FROM link' +
      ` WHERE organization_id = ? AND share_id IN (${marks(shares)}) AND listing = 'live' GROUP BY share_id`,
    [organization, ...shares],
  );
  return new Map(rows.map(({ share_id, links, outside }) => [share_id, { links, outside }]));
}
