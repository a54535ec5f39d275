import type { LinkId, OrganizationId } from '@easement/domain';
import {
  duplicateKey,
  execute,
  findPage,
  insertRow,
  lockRow,
  type Position,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { type HoldRow, holdTable } from './hold.table.ts';

/** Reads the hold or tombstone of a holder, and holds its row until commit. */
export async function lockHold(
  tx: WriteTx,
  organization: OrganizationId,
  holder: LinkId,
): Promise<HoldRow | undefined> {
  return await lockRow(tx, holdTable, { organization_id: organization, holder_id: holder });
}

/**
 * Inserts the hold. Where a row of its holder has come in since nobody found one, as when the link is undone at the same
 * time, answers that one, and holds it until commit.
 */
export async function insertHold(tx: WriteTx, hold: HoldRow): Promise<HoldRow | undefined> {
  try {
    await insertRow(tx, holdTable, hold);
    return undefined;
  } catch (error) {
    if (duplicateKey(error, holdTable) !== 'primary') throw error;
    return await lockHold(tx, hold.organization_id, hold.holder_id);
  }
}

const atOnce = 200;

/**
 * Ends the holds of these holders, and leaves a tombstone where there was none; one that is placed meanwhile is released
 * as well. In the order of their ids, so that two releases do not wait for each other.
 */
export async function releaseHolds(
  tx: WriteTx,
  organization: OrganizationId,
  holders: readonly LinkId[],
  now: Date,
): Promise<void> {
  const ordered = [...new Set(holders)].sort();
  for (let from = 0; from < ordered.length; from += atOnce) {
    await releaseSome(tx, organization, ordered.slice(from, from + atOnce), now.getTime());
  }
}

async function releaseSome(
  tx: WriteTx,
  organization: OrganizationId,
  holders: readonly LinkId[],
  time: number,
): Promise<void> {
  const onConflict =
    tx.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (organization_id, holder_id) DO UPDATE SET';
  await execute(
    tx,
    'INSERT INTO hold (organization_id, holder_id, object_id, project_id, blocks, released, create_time, release_time)' +
      ` VALUES ${holders.map(() => '(?, ?, NULL, NULL, 0, 1, ?, ?)').join(', ')}` +
      ` ${onConflict} released = 1, release_time = COALESCE(hold.release_time, ?)`,
    [...holders.flatMap((holder) => [organization, holder, time, time]), time],
  );
}

/** The holds of the organization in the order of their holders. */
export async function pageOfHolds(
  tx: ReadTx,
  organization: OrganizationId,
  page: { readonly size: number; readonly after: Position | undefined; readonly withReleased: boolean },
): Promise<{ readonly rows: HoldRow[]; readonly next: Position | undefined }> {
  const where = { organization_id: organization, ...(page.withReleased ? {} : { released: false }) };
  return await findPage(tx, holdTable, where, { by: ['holder_id'], size: page.size, after: page.after });
}
