import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { sharedMariaDb } from './mariadb.ts';

/** A row that a spec keeps locked, so that what meets there queues up in an order that the spec decides. */
export type HeldRow = AsyncDisposable & {
  /** Resolves when so many transactions of the database wait for a lock, or when one of `calls` has ended without. */
  readonly untilWaiting: (count: number, ...calls: readonly Promise<unknown>[]) => Promise<void>;
  /** Lets those who wait have it, in the order in which they came. */
  readonly letGo: () => Promise<void>;
};

const patienceMs = 10_000;
/** The server looks anew only for who has not asked for a tenth of a second. */
const pollMs = 120;
const waitingSql =
  'SELECT COUNT(*) AS waiting FROM information_schema.innodb_trx AS trx JOIN information_schema.processlist AS list' +
  " ON list.id = trx.trx_mysql_thread_id WHERE trx.trx_state = 'LOCK WAIT' AND list.db = DATABASE()";

/**
 * Locks the one row that `sql` selects, which is to end in FOR UPDATE. On MySQL alone. Services wait for locks three seconds,
 * and come again behind the others.
 */
export async function holdRow(url: string, sql: string, params: readonly string[]): Promise<HeldRow> {
  const { port } = await sharedMariaDb();
  const database = new URL(url).pathname.slice(1);
  const [holder, watcher] = await Promise.all([
    mysql.createConnection(url),
    mysql.createConnection({ host: '127.0.0.1', port, user: 'root', database }),
  ]);
  await holder.beginTransaction();
  const [rows] = await holder.query<mysql.RowDataPacket[]>(sql, [...params]);
  if (rows.length !== 1) throw new Error(`there are ${rows.length} rows to hold, not one`);

  const countWaiting = async (): Promise<number> => {
    const [counted] = await watcher.query<mysql.RowDataPacket[]>(waitingSql);
    return Number(counted[0]?.['waiting']);
  };
  return {
    untilWaiting: async (count, ...calls) => {
      let hasEnded = false;
      for (const call of calls) void call.finally(() => (hasEnded = true)).catch(() => undefined);
      const deadline = Date.now() + patienceMs;
      while (!hasEnded && (await countWaiting()) < count) {
        if (Date.now() > deadline) throw new Error('nobody else comes to wait for the row');
        await sleep(pollMs);
      }
    },
    letGo: () => holder.rollback(),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}
