import type { OrganizationId } from '@easement/domain';
import { changeTable, feedHeadTable } from './feed.table.ts';
import { execute } from './query.ts';
import { findRow, insertCheckedRows } from './rows.ts';
import type { AnyTable, Columns, Row, Table } from './table.ts';
import type { WriteTx } from './transaction.ts';

/** Where in its organization's feed a change stands. */
export type Place = { readonly sequence: number; readonly time: Date };

export type NewChange = {
  readonly organization: OrganizationId;
  readonly type: string;
  readonly payload: Uint8Array;
  /** Rows of other tables that bear the place of the change; they are written with it. */
  readonly rows?: (place: Place) => readonly NumberedRow[];
};

export type NumberedRow = { readonly table: AnyTable; readonly row: object };

export type Heads = ReadonlyMap<OrganizationId, number>;

const none: Heads = new Map();

/**
 * Adds a change to the organization's feed. It is numbered and written as the last thing before the commit, so others
 * that add to the same feed wait for nothing but that.
 */
export function addChange(tx: WriteTx, change: NewChange): void {
  tx.addChange(change);
}

/** A row for `NewChange.rows`. */
export function numberedRow<C extends Columns, P extends string>(table: Table<C, P>, row: Row<C>): NumberedRow {
  return { table, row };
}

/**
 * Numbers and writes what the transaction added, by statements that are its last. Whoever numbers in the same
 * organization waits for this commit, so the order of numbers is the order of commits, and no reader ever sees a gap.
 */
export async function numberChanges(tx: WriteTx, now: () => Date): Promise<Heads> {
  const changes = tx.takeChanges();
  if (changes.length === 0) return none;
  const heads = new Map<OrganizationId, number>();
  const feeds = Map.groupBy(changes, ({ organization }) => organization);
  for (const organization of [...feeds.keys()].sort()) {
    heads.set(organization, await numberIn(tx, organization, feeds.get(organization) ?? [], now()));
  }
  return heads;
}

async function numberIn(
  tx: WriteTx,
  organization: OrganizationId,
  changes: readonly NewChange[],
  now: Date,
): Promise<number> {
  const { sequence: last, time } = await advanceHead(tx, organization, changes.length, now);
  const numbered = changes.map((change, index) => ({
    change,
    place: { sequence: last - changes.length + 1 + index, time },
  }));
  const rows = numbered.flatMap(({ change: { type, payload, rows: others }, place }) => [
    numberedRow(changeTable, { organization_id: organization, ...place, type, payload }),
    ...(others?.(place) ?? []),
  ]);
  for (const [table, ofTable] of Map.groupBy(rows, (one) => one.table)) {
    await insertCheckedRows(
      tx,
      table,
      ofTable.map(({ row }) => row),
    );
  }
  return last;
}

/** The one statement that takes the head, and makes it if there was none: "insert if absent, then lock" deadlocks. */
async function advanceHead(tx: WriteTx, organization: OrganizationId, count: number, now: Date): Promise<Place> {
  const later = tx.dialect === 'mysql' ? 'GREATEST' : 'MAX';
  const onClash = tx.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (`organization_id`) DO UPDATE SET';
  await execute(
    tx,
    'INSERT INTO `feed_head` (`organization_id`, `sequence`, `time`) VALUES (?, ?, ?)' +
      ` ${onClash} \`sequence\` = \`sequence\` + ?, \`time\` = ${later}(\`time\`, ?)`,
    [organization, count, now.getTime(), count, now.getTime()],
  );
  const head = await findRow(tx, feedHeadTable, { organization_id: organization });
  if (!head) throw new Error('the head of a feed vanished while it was held');
  return head;
}
