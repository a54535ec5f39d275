import type { Heads } from './changes.ts';
import { integerColumn, nullable } from './column.ts';
import type { Database } from './database.ts';
import { feedHeadTable } from './feed.table.ts';
import { backgroundWork } from './work.ts';

const timeoutMs = 10_000;
const none: Heads = new Map();

/**
 * Asks for the heads of all feeds, and answers none where nothing has moved since it last asked: since heads only grow,
 * their number and sum say so, in one row however many there are.
 */
export function headReader(db: Pick<Database, 'select'>, stop: AbortSignal): () => Promise<Heads> {
  let seen = '';
  return async () => {
    const [sums] = await db.select(
      backgroundWork(stop, timeoutMs),
      { feeds: integerColumn(), total: nullable(integerColumn()) },
      'SELECT COUNT(*) AS feeds, SUM(`sequence`) AS total FROM `feed_head`',
    );
    const now = `${sums?.feeds} ${sums?.total}`;
    if (now === seen) return none;
    const { organization_id, sequence } = feedHeadTable.columns;
    const sql = 'SELECT `organization_id`, `sequence` FROM `feed_head`';
    const heads = await db.select(backgroundWork(stop, timeoutMs), { organization_id, sequence }, sql);
    seen = now;
    return new Map(heads.map((head) => [head.organization_id, head.sequence]));
  };
}
