import type { OrganizationId, ProjectId, ShareId } from '@easement/domain';
import { execute, findPage, findRows, type Position, query, type ReadTx, type WriteTx } from '@easement/persistence';
import { withTargets } from './share-store.ts';
import { shareTable, type StoredShare, toShare } from './share.table.ts';

/** In no order, with the lists of their audiences left out, which may be long: for showing offers, not for deciding. */
export async function findSharesWithoutLists(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly ShareId[],
): Promise<StoredShare[]> {
  const rows = await findRows(tx, shareTable, { organization_id: organization, id: ids });
  return rows.map((row) => toShare(row, []));
}

/** In the order of their ids: those of one project, or of all. */
export async function pageOfShares(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId | undefined,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly shares: StoredShare[]; readonly next: Position | undefined }> {
  const where = { organization_id: organization, ...(project === undefined ? {} : { project_id: project }) };
  const { rows, next } = await findPage(tx, shareTable, where, { by: ['id'], ...page });
  return { shares: await withTargets(tx, organization, rows), next };
}

/** The projects that share, each with the key by which its offers are ordered now. */
export async function findProviders(
  tx: ReadTx,
  organization: OrganizationId,
): Promise<{ readonly project: ProjectId; readonly key: string }[]> {
  const { project_id, provider_key } = shareTable.columns;
  const sql = 'SELECT DISTINCT project_id, provider_key FROM share WHERE organization_id = ?';
  const rows = await query(tx, { project_id, provider_key }, sql, [organization]);
  return rows.map((row) => ({ project: row.project_id, key: row.provider_key }));
}

/** Orders the offers of a provider by another key. No change of the shares: their etags stay. */
export async function moveOffers(
  tx: WriteTx,
  organization: OrganizationId,
  project: ProjectId,
  key: string,
): Promise<void> {
  for (const table of ['share', 'share_target']) {
    const sql = `UPDATE ${table} SET provider_key = ? WHERE organization_id = ? AND project_id = ?`;
    await execute(tx, sql, [key, organization, project]);
  }
}
