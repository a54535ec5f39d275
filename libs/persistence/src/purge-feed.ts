import type { OrganizationId } from '@easement/domain';
import type { Database } from './database.ts';
import { changeTable, feedHeadTable } from './feed.table.ts';
import { listOrganizations } from './organizations.ts';
import { execute } from './query.ts';
import type { Work } from './work.ts';

const batchSize = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** How long changes are kept where nothing else is said. */
export const usualFeedDays = 7;

/**
 * Deletes the changes that are older than `days`, in all organizations, a few at a time; answers how many. Always from the
 * beginning of a feed, so that what is left has no gap.
 */
export async function purgeFeed(
  db: Database,
  newWork: () => Work,
  now: Date,
  days: number = usualFeedDays,
): Promise<number> {
  const before = now.getTime() - days * dayMs;
  let purged = 0;
  for await (const organization of listOrganizations(db, newWork, feedHeadTable)) {
    purged += await purgeOf(db, newWork, organization, before);
  }
  return purged;
}

async function purgeOf(
  db: Database,
  newWork: () => Work,
  organization: OrganizationId,
  before: number,
): Promise<number> {
  const { sequence, time } = changeTable.columns;
  const oldest = `SELECT \`sequence\`, \`time\` FROM \`change\` WHERE \`organization_id\` = ? ORDER BY \`sequence\` LIMIT ${batchSize}`;
  for (let purged = 0; ;) {
    const rows = await db.select(newWork(), { sequence, time }, oldest, [organization]);
    const old = rows.filter((row) => row.time.getTime() < before);
    const last = old.at(-1);
    if (last === undefined) return purged;
    purged += await db.write(newWork(), (tx) =>
      execute(tx, 'DELETE FROM `change` WHERE `organization_id` = ? AND `sequence` <= ?', [
        organization,
        last.sequence,
      ]),
    );
    if (old.length < batchSize) return purged;
  }
}
