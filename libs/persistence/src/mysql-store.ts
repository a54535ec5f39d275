import mysql from 'mysql2';
import { DataSource, type QueryRunner } from 'typeorm';
import type { DatabaseUrl } from './database-url.ts';
import { createLender, type Lender } from './lender.ts';
import { connectionOptions, createSessionDriver, killConnection, type Wire } from './mysql-connection.ts';
import { type OpenTransaction, runOn, sessionOn, type Store } from './store.ts';
import type { AnyTable } from './table.ts';
import type { Log } from './work.ts';

export type MysqlUrl = Extract<DatabaseUrl, { dialect: 'mysql' }>;
type Isolation = 'READ COMMITTED' | 'REPEATABLE READ, READ ONLY';

/** Opens a pool whose every connection works at `isolation`, and fails if the server cannot be reached. */
export async function openPool(
  url: MysqlUrl,
  tables: readonly AnyTable[],
  isolation: Isolation,
  poolSize: number,
): Promise<DataSource> {
  const source = new DataSource({
    type: 'mysql',
    driver: createSessionDriver(mysql, isolation),
    ...connectionOptions(url),
    username: url.user,
    poolSize,
    entities: [...tables],
  });
  return await source.initialize();
}

/**
 * Writes run at READ COMMITTED: at REPEATABLE READ a plain read before a lock freezes the snapshot, and a count after
 * the lock still answers the past. Reads run at REPEATABLE READ, so that two SELECTs see one instant. As many calls as
 * there are connections come through; the others wait in front of the pool, where their signal is heard.
 */
export async function openMysqlStore(
  url: MysqlUrl,
  tables: readonly AnyTable[],
  { poolSize, writer, log }: { poolSize: number; writer: DataSource; log: Log },
): Promise<Store> {
  const reader = await openPool(url, tables, 'REPEATABLE READ, READ ONLY', poolSize);
  const lend = (source: DataSource) => createLender(Array.from({ length: poolSize }, () => source));
  const lanes = { read: lend(reader), write: lend(writer) };
  const kill = (wire: Wire) => killConnection(url, wire, log);

  return {
    dialect: 'mysql',
    begin: async (kind, signal) => {
      const connection = await borrowConnection(lanes[kind], signal, kill);
      try {
        await connection.around(() => runOn(connection.runner, 'START TRANSACTION'));
      } catch (error) {
        connection.release();
        throw error;
      }
      return toTransaction(connection);
    },
    select: async (signal, sql, params) => {
      const { around, runner, release } = await borrowConnection(lanes.read, signal, kill);
      try {
        return await around(() => runOn(runner, sql, params));
      } finally {
        release();
      }
    },
    close: async () => {
      await Promise.all([lanes.read.close(), lanes.write.close()]);
      await Promise.all([reader.destroy(), writer.destroy()]);
    },
  };
}

type Borrowed = {
  readonly runner: QueryRunner;
  readonly wire: Wire;
  readonly around: <T>(run: () => Promise<T>) => Promise<T>;
  readonly release: () => void;
};

/** A connection of its own for one caller. If `signal` aborts while a statement runs, the connection is killed. */
async function borrowConnection(
  lane: Lender<DataSource>,
  signal: AbortSignal,
  kill: (wire: Wire) => void,
): Promise<Borrowed> {
  const { thing: source, giveBack } = await lane.borrow(signal);
  const runner = source.createQueryRunner();
  const wire = await connect(runner, signal, giveBack);
  let running = 0;
  let isOpen = true;
  const abort = () => {
    if (running > 0) kill(wire);
  };
  signal.addEventListener('abort', abort, { once: true });

  return {
    runner,
    wire,
    around: async (run) => {
      if (!isOpen) throw new Error('the transaction has ended: its manager was kept');
      signal.throwIfAborted();
      running += 1;
      try {
        return await run();
      } finally {
        running -= 1;
      }
    },
    release: () => {
      isOpen = false;
      signal.removeEventListener('abort', abort);
      void runner.release();
      giveBack();
    },
  };
}

/** Connecting cannot be called off: who stops waiting leaves it to give the connection back when it comes. */
async function connect(runner: QueryRunner, signal: AbortSignal, giveBack: () => void): Promise<Wire> {
  const connecting = runner.connect() as Promise<Wire>;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([connecting, aborted.promise]);
  } catch (error) {
    void connecting
      .then(() => runner.release())
      .catch(() => undefined)
      .finally(giveBack);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function toTransaction({ runner, wire, around, release }: Borrowed): OpenTransaction {
  return {
    session: sessionOn('mysql', runner, around),
    commit: async () => {
      await around(() => runOn(runner, 'COMMIT'));
    },
    rollBack: async () => {
      try {
        await runOn(runner, 'ROLLBACK');
      } catch {
        // Never back into the pool with a transaction open; closing it rolls back as well.
        wire.destroy();
      }
    },
    release,
  };
}
