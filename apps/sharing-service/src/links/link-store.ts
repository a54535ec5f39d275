import type { Link, LinkId, OrganizationId, ProjectId, ShareId } from '@easement/domain';
import { findRow, findRows, insertRow, lockRow, type ReadTx, type WriteTx } from '@easement/persistence';
import { linkTable, type StoredLink, toLink, toPendingRow } from './link.table.ts';

export async function findLink(tx: ReadTx, organization: OrganizationId, id: LinkId): Promise<StoredLink | undefined> {
  const row = await findRow(tx, linkTable, { organization_id: organization, id });
  return row && toLink(row);
}

/** Reads the link and holds its row until commit. */
export async function lockLink(tx: WriteTx, organization: OrganizationId, id: LinkId): Promise<StoredLink | undefined> {
  const row = await lockRow(tx, linkTable, { organization_id: organization, id });
  return row && toLink(row);
}

/** The link that shows the same in the same project, in whatever state short of removed. */
export async function findSameLink(
  tx: ReadTx,
  organization: OrganizationId,
  { share, project, object }: Pick<Link, 'share' | 'project' | 'object'>,
): Promise<StoredLink | undefined> {
  return (await findLinksOfProject(tx, organization, share, project)).find((link) => link.object === object);
}

/** The links that a project has to a share and to objects of it, in whatever state short of removed. */
export async function findLinksOfProject(
  tx: ReadTx,
  organization: OrganizationId,
  share: ShareId,
  project: ProjectId,
): Promise<StoredLink[]> {
  const where = { organization_id: organization, share_id: share, project_id: project, live: true } as const;
  return (await findRows(tx, linkTable, where)).map(toLink);
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

export async function insertLink(tx: WriteTx, link: StoredLink): Promise<void> {
  await insertRow(tx, linkTable, toPendingRow(link));
}
