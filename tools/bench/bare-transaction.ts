import { readDatabaseUrl } from '@easement/persistence';
import { emptyDatabase } from '@easement/persistence/testing';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import type { Store } from '@easement/e2e';

/** One update and one insert, committed: what any way to make a link costs at least. */
export type BareTransactions = AsyncDisposable & { readonly run: () => Promise<void> };

const tables = [
  'CREATE TABLE parent (id INT PRIMARY KEY, guard INT NOT NULL)',
  'CREATE TABLE child (id INT PRIMARY KEY, parent INT NOT NULL, name VARCHAR(128) NOT NULL)',
  'INSERT INTO parent VALUES (1, 0)',
];
const update = 'UPDATE parent SET guard = guard + 1 WHERE id = 1';
const insert = 'INSERT INTO child VALUES (?, 1, ?)';

/** On a database of its own, beside those of the services: on MySQL the same server, on SQLite the same disk. */
export async function openBareTransactions(store: Store): Promise<BareTransactions> {
  const { url, ...empty } = await emptyDatabase(store);
  const run = await (store === 'sqlite' ? onSqlite(url) : onMysql(url));
  return {
    run: run.once,
    [Symbol.asyncDispose]: async () => {
      await run.close();
      await empty[Symbol.asyncDispose]();
    },
  };
}

type Runner = { readonly once: () => Promise<void>; readonly close: () => Promise<void> };

async function onSqlite(url: string): Promise<Runner> {
  const place = readDatabaseUrl(url);
  if (place.dialect !== 'sqlite') throw new Error('the embedded store has a file');
  const db = new Sqlite(place.file);
  // As the services set it: every commit reaches the disk.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  for (const sql of tables) db.exec(sql);
  const [raise, add] = [db.prepare(update), db.prepare(insert)];
  let id = 0;
  const both = db.transaction(() => {
    raise.run();
    add.run(++id, `child ${id}`);
  });
  return {
    once: async () => {
      both.immediate();
    },
    close: async () => {
      db.close();
    },
  };
}

async function onMysql(url: string): Promise<Runner> {
  const pool = mysql.createPool({ uri: url, connectionLimit: 10 });
  for (const sql of tables) await pool.query(sql);
  let id = 0;
  const once = async (): Promise<void> => {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      await connection.execute(update);
      await connection.execute(insert, [++id, `child ${id}`]);
      await connection.commit();
    } finally {
      connection.release();
    }
  };
  return { once, close: () => pool.end() };
}
