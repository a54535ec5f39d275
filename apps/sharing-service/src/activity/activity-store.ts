import type { OrganizationId, ProjectId, ShareId } from '@easement/domain';
import {
  type Database,
  execute,
  integerColumn,
  type Position,
  query,
  type ReadTx,
  type Stored,
  type Work,
} from '@easement/persistence';
import { activityTable, type StoredActivity, toActivity } from './activity.table.ts';

/** The acts of one project, or those on one share among them. */
export type ActivityFilter = {
  readonly organization: OrganizationId;
  readonly project: ProjectId;
  readonly share: ShareId | undefined;
  /** False leaves out what is for those with a role in the organization alone. */
  readonly withOffers?: boolean;
};

/** A page ends early where its rows name so many ids that a message could not hold them all. */
const mostBytes = 1024 * 1024;

/** Newest first, from `since` on. Costs the same however many there are. */
export async function pageOfActivity(
  tx: ReadTx,
  filter: ActivityFilter,
  since: Date | undefined,
  { size, after }: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly activities: StoredActivity[]; readonly next: Position | undefined }> {
  const first = since === undefined ? 0 : await firstSince(tx, filter, since);
  if (first === undefined) return { activities: [], next: undefined };
  const before = after?.[0] === undefined ? Number.MAX_SAFE_INTEGER : Number(after[0]);
  const found = await findActivities(tx, filter, {
    sql: '`sequence` >= ? AND `sequence` < ? ORDER BY `sequence` DESC LIMIT ?',
    params: [first, before, size + 1],
  });
  const activities = withinBytes(found.slice(0, size));
  const last = activities.at(-1);
  return { activities, next: last && activities.length < found.length ? [last.sequence] : undefined };
}

/** Oldest first: the first of those after a position and up to `head`. */
export async function activitiesAfter(
  tx: ReadTx,
  filter: ActivityFilter,
  { position, head }: { readonly position: number; readonly head: number },
  most: number,
): Promise<StoredActivity[]> {
  const sql = '`sequence` > ? AND `sequence` <= ? ORDER BY `sequence` LIMIT ?';
  return withinBytes(await findActivities(tx, filter, { sql, params: [position, head, most] }));
}

/** Deletes what was recorded for a project that is deleted, a few rows at a time. */
export async function forgetActivity(
  db: Database,
  newWork: () => Work,
  organization: OrganizationId,
  project: ProjectId,
): Promise<void> {
  const { sequence } = activityTable.columns;
  const where = '`organization_id` = ? AND `project_id` = ?';
  for (;;) {
    const sql = `SELECT \`sequence\` FROM \`activity\` WHERE ${where} ORDER BY \`sequence\` LIMIT 500`;
    const rows = await db.select(newWork(), { sequence }, sql, [organization, project]);
    const last = rows.at(-1);
    if (!last) return;
    const remove = `DELETE FROM \`activity\` WHERE ${where} AND \`sequence\` <= ?`;
    await db.write(newWork(), (tx) => execute(tx, remove, [organization, project, last.sequence]));
  }
}

/** Times never go back from one number to the next, so the first act since then is a place in the order. */
async function firstSince(
  tx: ReadTx,
  { organization, project }: ActivityFilter,
  since: Date,
): Promise<number | undefined> {
  const sql =
    'SELECT `sequence` FROM `activity` WHERE `organization_id` = ? AND `project_id` = ? AND `time` >= ?' +
    ' ORDER BY `time`, `sequence` LIMIT 1';
  const [row] = await query(tx, { sequence: integerColumn() }, sql, [organization, project, since.getTime()]);
  return row?.sequence;
}

async function findActivities(
  tx: ReadTx,
  { organization, project, share, withOffers = true }: ActivityFilter,
  { sql, params }: { readonly sql: string; readonly params: readonly Stored[] },
): Promise<StoredActivity[]> {
  const ofShare = share === undefined ? '' : ' AND `share_id` = ?';
  const forAll = withOffers ? '' : ' AND `for_members` = 0';
  const where = `\`organization_id\` = ? AND \`project_id\` = ?${ofShare}${forAll} AND ${sql}`;
  const columns = activityTable.columns;
  const rows = await query(tx, columns, `SELECT * FROM \`activity\` WHERE ${where}`, [
    organization,
    project,
    ...(share === undefined ? [] : [share]),
    ...params,
  ]);
  return rows.map(toActivity);
}

/** At least the first, and as many as fit. */
function withinBytes(activities: readonly StoredActivity[]): StoredActivity[] {
  let bytes = 0;
  return activities.filter(({ withProjects, details }, place) => {
    bytes += JSON.stringify([withProjects, details]).length;
    return place === 0 || bytes <= mostBytes;
  });
}
