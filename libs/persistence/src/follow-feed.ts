import { type OrganizationId, Refusal } from '@easement/domain';
import type { Heads, Place } from './changes.ts';
import type { Database } from './database.ts';
import { changeTable } from './feed.table.ts';
import { backgroundWork } from './work.ts';

export type FeedChange = Place & {
  readonly organization: OrganizationId;
  readonly type: string;
  readonly payload: Uint8Array;
};

export type Following = {
  /** The last change of each organization that the follower has; it begins after it. */
  readonly positions: Heads;
  /** The one feed to follow; where undefined, that of every organization, also of those to come. */
  readonly organization?: OrganizationId | undefined;
  /** Where no position is given: whether to begin with what comes next, rather than with the first change there was. */
  readonly fromNow?: boolean;
  /** Following ends when it aborts. */
  readonly signal: AbortSignal;
};

/** Changes of one organization, in order, and where the follower stands in each feed once it has taken them. */
export type FeedBatch = { readonly changes: readonly FeedChange[]; readonly positions: Heads };

const batchSize = 500;
const timeoutMs = 30_000;

/**
 * Every change of the feeds, each once and in order, as it is committed by whichever process. The first batch is empty and
 * tells where following begins. Refuses `feed_truncated` where changes after a position are kept no longer: rebuild from
 * what there is, and follow on from now. While nothing happens it costs nothing but the one poller of this process.
 */
export async function* followFeed(db: Database, following: Following): AsyncGenerator<FeedBatch, void, undefined> {
  const { organization, signal } = following;
  await db.heads.refresh();
  const positions = await startingAt(db, following);
  yield { changes: [], positions: new Map(positions) };
  for (;;) {
    const behind = [...db.heads.known].filter(
      ([one, head]) => (organization === undefined || one === organization) && head > (positions.get(one) ?? 0),
    );
    for (const [one, head] of behind) {
      const changes = await readAfter(db, one, { position: positions.get(one) ?? 0, head }, signal);
      const last = changes.at(-1);
      if (!last) continue;
      positions.set(one, last.sequence);
      yield { changes, positions: new Map([[one, last.sequence]]) };
    }
    if (behind.length === 0) await db.heads.moved(signal);
  }
}

/** Resolves with the organization's head once it is beyond `position`: for readers of rows that bear its numbers. */
export async function headBeyond(
  db: Database,
  organization: OrganizationId,
  position: number,
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    const head = db.heads.known.get(organization) ?? 0;
    if (head > position) return head;
    await db.heads.moved(signal);
  }
}

/** How far the organization's feed has come, asked of the store now. */
export async function currentHead(db: Database, organization: OrganizationId): Promise<number> {
  await db.heads.refresh();
  return db.heads.known.get(organization) ?? 0;
}

async function startingAt(db: Database, following: Following): Promise<Map<OrganizationId, number>> {
  const { positions, organization, fromNow = false, signal } = following;
  const { known } = db.heads;
  for (const [one, position] of positions) {
    const head = known.get(one) ?? 0;
    // Beyond the head stands who followed a database that has been set back since.
    if (position > head) throw truncated(one, await firstKept(db, one, head, signal));
  }
  const heads = fromNow ? [...known].filter(([one]) => organization === undefined || one === organization) : [];
  return new Map([...heads, ...positions]);
}

async function readAfter(
  db: Database,
  organization: OrganizationId,
  { position, head }: { readonly position: number; readonly head: number },
  signal: AbortSignal,
): Promise<FeedChange[]> {
  const { sequence, time, type, payload } = changeTable.columns;
  const rows = await db.select(
    backgroundWork(signal, timeoutMs),
    { sequence, time, type, payload },
    'SELECT `sequence`, `time`, `type`, `payload` FROM `change` WHERE `organization_id` = ? AND `sequence` > ?' +
      ` ORDER BY \`sequence\` LIMIT ${batchSize}`,
    [organization, position],
  );
  const first = rows[0]?.sequence ?? head + 1;
  if (first !== position + 1) throw truncated(organization, await firstKept(db, organization, head, signal));
  if (rows.at(-1)?.sequence !== position + rows.length) throw new Error(`the feed of ${organization} has a gap`);
  return rows.map((row) => ({ organization, ...row }));
}

async function firstKept(
  db: Database,
  organization: OrganizationId,
  head: number,
  signal: AbortSignal,
): Promise<number> {
  const { sequence } = changeTable.columns;
  const sql = 'SELECT `sequence` FROM `change` WHERE `organization_id` = ? ORDER BY `sequence` LIMIT 1';
  const [row] = await db.select(backgroundWork(signal, timeoutMs), { sequence }, sql, [organization]);
  return row?.sequence ?? head + 1;
}

function truncated(organization: OrganizationId, first: number): Refusal {
  return new Refusal(
    'feed_truncated',
    `the feed of ${organization} cannot go on from there: it keeps changes from ${first} on; follow from now, then ` +
      'rebuild from the lists',
    { organization, first_position: String(first) },
  );
}
