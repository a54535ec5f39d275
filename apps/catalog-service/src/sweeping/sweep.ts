import type { OrganizationId } from '@easement/domain';
import {
  type Database,
  execute,
  listOrganizations,
  marks,
  purgeFeed,
  purgeRequests,
  query,
  type Work,
  type WriteTx,
} from '@easement/persistence';
import { holdTable } from '../holds/hold.table.ts';
import { dataFileTable } from '../versions/data-file.table.ts';

/** A call to place a hold is not that long on its way. */
const tombstoneMs = 7 * 24 * 60 * 60 * 1000;
/** The longest deadline, that of an export: until then somebody may still read a version that is current no more. */
const readersLeaveMs = 60 * 60 * 1000;
const batch = 500;

/**
 * Forgets what nobody can need any more: tombstones of holders, files that the current versions list no longer, records
 * of requests, and changes that are older than the feed keeps them. Run by every replica at any time: what one has deleted, the other does not find.
 */
export async function sweep(db: Database, newWork: () => Work, now: Date, feedDays?: number): Promise<void> {
  for await (const organization of listOrganizations(db, newWork, holdTable)) {
    await inBatches(() => db.write(newWork(), (tx) => purgeTombstones(tx, organization, now)));
  }
  for await (const organization of listOrganizations(db, newWork, dataFileTable)) {
    await inBatches(() => db.write(newWork(), (tx) => purgeFiles(tx, organization, now)));
  }
  await purgeRequests(db, newWork(), now);
  await purgeFeed(db, newWork, now, feedDays);
}

async function purgeTombstones(tx: WriteTx, organization: OrganizationId, now: Date): Promise<number> {
  const { holder_id } = holdTable.columns;
  const old = await query(
    tx,
    { holder_id },
    'SELECT holder_id FROM hold WHERE organization_id = ? AND released = 1 AND release_time < ?' +
      ` ORDER BY release_time LIMIT ${batch}`,
    [organization, now.getTime() - tombstoneMs],
  );
  const holders = old.map((row) => row.holder_id);
  if (holders.length === 0) return 0;
  const sql = `DELETE FROM hold WHERE organization_id = ? AND released = 1 AND holder_id IN (${marks(holders)})`;
  return await execute(tx, sql, [organization, ...holders]);
}

async function purgeFiles(tx: WriteTx, organization: OrganizationId, now: Date): Promise<number> {
  const { id } = dataFileTable.columns;
  const old = await query(
    tx,
    { id },
    'SELECT id FROM data_file WHERE organization_id = ? AND remove_time < ?' + ` ORDER BY remove_time LIMIT ${batch}`,
    [organization, now.getTime() - readersLeaveMs],
  );
  const files = old.map((row) => row.id);
  if (files.length === 0) return 0;
  return await execute(tx, `DELETE FROM data_file WHERE organization_id = ? AND id IN (${marks(files)})`, [
    organization,
    ...files,
  ]);
}

/** Short transactions, so that nobody waits for the sweeper. */
async function inBatches(purge: () => Promise<number>): Promise<void> {
  while ((await purge()) >= batch) continue;
}
