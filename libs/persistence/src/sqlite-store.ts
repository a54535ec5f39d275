import { mkdir, open as openFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Stored } from './column.ts';
import { createLender, type Loan } from './lender.ts';
import { type OpenTransaction, runOn, sessionOn, type Store } from './store.ts';
import type { AnyTable } from './table.ts';

const readerCount = 4;

/** SQLite waits by blocking the process, so it may hardly wait: who loses comes back later by `retryConflicts`. */
const busyTimeoutMs = 10;

/**
 * The one connection that writes. Opening it makes the file, for this user alone, and puts it into WAL mode, so that
 * readers never wait.
 */
export async function openWriter(file: string, tables: readonly AnyTable[]): Promise<DataSource> {
  await mkdir(dirname(file), { recursive: true });
  // SQLite would let everybody on the machine read it. The files that it puts beside get the same mode.
  await (await openFile(file, 'a', 0o600)).close();
  return await open(file, tables, ['journal_mode = WAL', 'synchronous = FULL']);
}

/**
 * TypeORM has one connection a DataSource, on which transactions would nest and lose one another's rows. So writes take
 * turns on `writer`, each of a few readers runs one transaction at a time, and single SELECTs, which better-sqlite3
 * runs without a pause, have a connection on which no transaction is ever open.
 */
export async function openSqliteStore(file: string, tables: readonly AnyTable[], writer: DataSource): Promise<Store> {
  const openReader = () => open(file, tables, ['query_only = ON']);
  const readers: DataSource[] = [];
  for (let count = 0; count <= readerCount; count++) readers.push(await openReader());
  const [single, ...pooled] = readers.map((source) => source.createQueryRunner());
  if (single === undefined) throw new Error('SQLite was given no reader');
  const lanes = { read: createLender(pooled), write: createLender([writer.createQueryRunner()]) };

  return {
    dialect: 'sqlite',
    begin: async (kind, signal) => {
      const loan = await lanes[kind].borrow(signal);
      return await begin(loan, kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN', signal);
    },
    select: async (signal, sql, params) => {
      signal.throwIfAborted();
      return await runOn(single, sql, params);
    },
    status: () => ({ read: lanes.read.status(), write: lanes.write.status() }),
    close: async () => {
      await Promise.all([lanes.read.close(), lanes.write.close()]);
      for (const source of [...readers, writer]) await source.destroy();
    },
  };
}

async function begin(
  { thing: runner, giveBack }: Loan<QueryRunner>,
  sql: string,
  signal: AbortSignal,
): Promise<OpenTransaction> {
  let isOpen = true;
  const around = async <T>(run: () => Promise<T>) => {
    if (!isOpen) throw new Error('the transaction has ended: its manager was kept');
    signal.throwIfAborted();
    return await run();
  };
  const run = (statement: string, params: readonly Stored[]) => runOn(runner, statement, params);
  const session = sessionOn('sqlite', { runner, run, around });
  const release = () => {
    isOpen = false;
    giveBack();
  };
  try {
    await runOn(runner, sql);
  } catch (error) {
    release();
    throw error;
  }
  return {
    session,
    commit: async () => {
      signal.throwIfAborted();
      await runOn(runner, 'COMMIT');
    },
    // A full disk ends the transaction by itself. If one stayed open after all, the next BEGIN says so.
    rollBack: () => runOn(runner, 'ROLLBACK').then(noop, noop),
    release,
  };
}

async function open(file: string, tables: readonly AnyTable[], pragmas: readonly string[]): Promise<DataSource> {
  const source = new DataSource({
    type: 'better-sqlite3',
    driver: BetterSqlite3,
    database: file,
    timeout: busyTimeoutMs,
    entities: [...tables],
    prepareDatabase: (connection: BetterSqlite3.Database) => {
      // Whole numbers arrive as bigint, or those beyond 2^53 would be rounded in silence.
      connection.defaultSafeIntegers(true);
      for (const pragma of pragmas) connection.pragma(pragma);
    },
  });
  return await source.initialize();
}

function noop(): void {
  return undefined;
}
