import mysql from 'mysql2';
import { DataSource } from 'typeorm';
import type { DatabaseUrl } from './database-url.ts';
import { createLender, type Lender } from './lender.ts';
import { connectionOptions, createSessionDriver, killConnection } from './mysql-connection.ts';
import { createSlot, type Link, runOnWire, type Slot, type Wire } from './mysql-slot.ts';
import { type OpenTransaction, sessionOn, type Store } from './store.ts';
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
  const lend = (source: DataSource) => createLender(Array.from({ length: poolSize }, () => createSlot(source)));
  const lanes = { read: lend(reader), write: lend(writer) };
  const kill = (wire: Wire) => killConnection(url, wire, log);

  return {
    dialect: 'mysql',
    begin: async (kind, signal) => {
      const lease = await leaseConnection(lanes[kind], signal, kill);
      try {
        await lease.around(() => runOnWire(lease.link.wire, 'START TRANSACTION'));
      } catch (error) {
        lease.release();
        throw error;
      }
      return toTransaction(lease);
    },
    select: async (signal, sql, params) => {
      const { around, link, release } = await leaseConnection(lanes.read, signal, kill);
      try {
        return await around(() => runOnWire(link.wire, sql, params));
      } finally {
        release();
      }
    },
    status: () => ({ read: lanes.read.status(), write: lanes.write.status() }),
    close: async () => {
      await Promise.all([lanes.read.close(), lanes.write.close()]);
      await Promise.all([reader.destroy(), writer.destroy()]);
    },
  };
}

type Lease = {
  readonly link: Link;
  readonly around: <T>(run: () => Promise<T>) => Promise<T>;
  readonly release: () => void;
};

/** A connection for one caller. If `signal` aborts while a statement runs, the connection is killed. */
async function leaseConnection(lane: Lender<Slot>, signal: AbortSignal, kill: (wire: Wire) => void): Promise<Lease> {
  const { thing: slot, giveBack } = await lane.borrow(signal);
  const link = slot.connected() ?? (await connect(slot, signal, giveBack));
  let running = 0;
  let isOpen = true;
  const abort = () => {
    if (running > 0) kill(link.wire);
  };
  signal.addEventListener('abort', abort);

  return {
    link,
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
      giveBack();
    },
  };
}

/** Connecting cannot be called off: who stops waiting leaves it to give the slot back when it has come to an end. */
async function connect(slot: Slot, signal: AbortSignal, giveBack: () => void): Promise<Link> {
  const connecting = slot.connect();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([connecting, aborted.promise]);
  } catch (error) {
    void connecting.catch(() => undefined).then(giveBack);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function toTransaction({ link, around, release }: Lease): OpenTransaction {
  const { runner, wire, discard } = link;
  return {
    session: sessionOn('mysql', {
      runner,
      around,
      run: (sql, params) => runOnWire(wire, sql, params),
    }),
    commit: async () => {
      await around(() => runOnWire(wire, 'COMMIT'));
    },
    // A connection with a transaction still open must not serve another; closing it rolls back as well.
    rollBack: () => runOnWire(wire, 'ROLLBACK').then(() => undefined, discard),
    release,
  };
}
