import {
  type BucketId,
  isOpenAudience,
  nameKey,
  type OrganizationId,
  type ProjectId,
  Refusal,
  type ShareId,
} from '@easement/domain';
import {
  deleteRows,
  duplicateKey,
  findRow,
  findRows,
  insertRow,
  insertRows,
  lockRow,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { grantTable } from '../grants/grant.table.ts';
import {
  type ShareRow,
  shareTable,
  shareTargetTable,
  type StoredShare,
  toShare,
  toShareRow,
  toTargetRows,
} from './share.table.ts';

export async function findShare(
  tx: ReadTx,
  organization: OrganizationId,
  id: ShareId,
): Promise<StoredShare | undefined> {
  const row = await findRow(tx, shareTable, { organization_id: organization, id });
  return row && (await withTargets(tx, organization, [row]))[0];
}

/** In no order; those that are gone are left out. */
export async function findShares(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly ShareId[],
): Promise<StoredShare[]> {
  return await withTargets(
    tx,
    organization,
    await findRows(tx, shareTable, { organization_id: organization, id: ids }),
  );
}

/** The one share of each bucket that offers all of it. */
export async function findSharesOfBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  buckets: readonly BucketId[],
): Promise<StoredShare[]> {
  const where = { organization_id: organization, bucket_id: buckets, sole: true } as const;
  return await withTargets(tx, organization, await findRows(tx, shareTable, where));
}

/** The share of a project that has the name, in whatever case. */
export async function findShareNamed(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
  name: string,
): Promise<StoredShare | undefined> {
  const where = { organization_id: organization, project_id: project, name_key: nameKey(name) };
  return (await withTargets(tx, organization, await findRows(tx, shareTable, where)))[0];
}

/** Reads the share and holds its row until commit, so that no link appears and no audience changes in between. */
export async function lockShare(
  tx: WriteTx,
  organization: OrganizationId,
  id: ShareId,
): Promise<StoredShare | undefined> {
  const row = await lockRow(tx, shareTable, { organization_id: organization, id });
  return row && (await withTargets(tx, organization, [row]))[0];
}

/**
 * Refuses `name_taken` with the share that has the name, and `lost_race` where another share of the bucket came first:
 * read it, and decide anew.
 */
export async function insertShare(tx: WriteTx, share: StoredShare): Promise<void> {
  await orTaken(tx, share, () => insertRow(tx, shareTable, toShareRow(share)));
  await insertRows(tx, shareTargetTable, toTargetRows(share));
}

/** Writes name, comment, bucket and type of audience as they are in `share`. Demands the lock. Refuses `name_taken`. */
export async function saveShare(tx: WriteTx, share: StoredShare): Promise<StoredShare> {
  const { name, name_key, comment, audience, bucket_id, update_time } = toShareRow(share);
  const key = { organization_id: share.organization, id: share.id };
  const changes = { name, name_key, comment, audience, bucket_id, update_time };
  await orTaken(tx, share, () => updateRows(tx, shareTable, key, changes));
  return { ...share, version: share.version + 1 };
}

/** Writes the whole list of the audience. Demands the lock. */
export async function replaceTargets(tx: WriteTx, share: StoredShare): Promise<void> {
  await deleteRows(tx, shareTargetTable, { organization_id: share.organization, share_id: share.id });
  await insertRows(tx, shareTargetTable, toTargetRows(share));
}

export async function deleteShare(tx: WriteTx, organization: OrganizationId, id: ShareId): Promise<void> {
  await deleteRows(tx, shareTargetTable, { organization_id: organization, share_id: id });
  await deleteRows(tx, grantTable, { organization_id: organization, share_id: id });
  await deleteRows(tx, shareTable, { organization_id: organization, id });
}

async function orTaken(tx: WriteTx, share: StoredShare, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const key = duplicateKey(error, shareTable);
    if (key === 'bucket') {
      const id = share.bucket ?? '';
      throw new Refusal('lost_race', `${id} was shared by another call just now; repeat`, { id });
    }
    if (key !== 'name') throw error;
    const where = { organization_id: share.organization, project_id: share.project, name_key: nameKey(share.name) };
    const [taken] = await findRows(tx, shareTable, where);
    throw nameTaken(share, taken);
  }
}

function nameTaken({ name, project }: StoredShare, taken: ShareRow | undefined): Refusal {
  const has = taken === undefined ? 'another share' : `${taken.id} (${JSON.stringify(taken.name)})`;
  return new Refusal('name_taken', `${has} of ${project} has the name ${JSON.stringify(name)}; choose another`, {
    name,
    owner: taken?.id ?? '',
  });
}

/** The shares of these rows, with the lists of their audiences. */
export async function withTargets(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly ShareRow[],
): Promise<StoredShare[]> {
  const listing = rows.filter(({ audience }) => !isOpenAudience(audience));
  const ids = listing.map(({ id }) => id);
  const found =
    ids.length === 0 ? [] : await findRows(tx, shareTargetTable, { organization_id: organization, share_id: ids });
  const targets = Map.groupBy(found, ({ share_id }) => share_id);
  return rows.map((row) =>
    toShare(
      row,
      (targets.get(row.id) ?? []).map(({ target_id }) => target_id),
    ),
  );
}
