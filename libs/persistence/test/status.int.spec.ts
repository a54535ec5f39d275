import { setTimeout as sleep } from 'node:timers/promises';
import { createTables, type Database, insertRow, lockRow, openDatabase } from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { aShare, linkTable, organization_id, shareTable, tables } from './tables.ts';

describe.each(stores)('the status of a database on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  const connections = store === 'sqlite' ? { read: 4, write: 1 } : { read: 2, write: 2 };

  beforeEach(async () => {
    test = await testDatabase(store, { tables, poolSize: 2 });
    db = test.db;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  /** Transactions that stay open until they are let go, all of them begun. */
  const hold = async (kind: 'read' | 'write', count: number) => {
    const free = Promise.withResolvers<unknown>();
    const begun: Promise<unknown>[] = [];
    const held = Array.from({ length: count }, () => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      begun.push(promise);
      return db[kind](testWork(), async () => {
        resolve(undefined);
        await free.promise;
      });
    });
    await Promise.all(begun);
    return async () => {
      free.resolve(undefined);
      await Promise.all(held);
    };
  };

  it('begins at nothing', () => {
    const idle = { busy: 0, waiting: 0, waitingSeconds: 0, committed: 0, rolledBack: 0 };
    expect(db.status()).toMatchObject({
      read: { ...idle, total: connections.read },
      write: { ...idle, total: connections.write },
      retried: { conflict: 0, lost: 0 },
    });
  });

  it.each(['read', 'write'] as const)('shows who holds a connection to %s and who waits for one', async (kind) => {
    const letGo = await hold(kind, connections[kind]);
    const queued = [db[kind](testWork(), async () => 1), db[kind](testWork(), async () => 2)];
    await sleep(20);
    const { [kind]: full } = db.status();
    expect(full).toMatchObject({ total: connections[kind], busy: connections[kind], waiting: 2, committed: 0 });
    expect(full.busySeconds).toBeGreaterThan(0.01 * connections[kind]);
    expect(full.waitingSeconds).toBeGreaterThan(0.02);
    await letGo();
    await Promise.all(queued);
    const { [kind]: idle } = db.status();
    expect(idle).toMatchObject({ busy: 0, waiting: 0, committed: connections[kind] + 2 });
    expect(idle.busySeconds).toBeGreaterThanOrEqual(full.busySeconds);
    expect(db.status()[kind]).toEqual(idle);
  });

  it('no longer counts who stopped waiting', async () => {
    const letGo = await hold('write', connections.write);
    const impatient = new AbortController();
    const queued = db.write(testWork(impatient.signal), async () => undefined);
    expect(db.status().write).toMatchObject({ waiting: 1 });
    impatient.abort(new Error('gone'));
    await expect(queued).rejects.toThrow('gone');
    expect(db.status().write).toMatchObject({ waiting: 0 });
    await letGo();
  });

  it('counts what was committed and what was rolled back', async () => {
    await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare()));
    await db.rehearse(testWork(), (tx) => insertRow(tx, shareTable, aShare({ id: 'shr_2' })));
    await expect(db.write(testWork(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await db.read(testWork(), async () => undefined);
    const { read, write, retried } = db.status();
    expect([write.committed, write.rolledBack]).toEqual([1, 2]);
    expect([read.committed, read.rolledBack]).toEqual([1, 0]);
    expect(retried).toEqual({ conflict: 0, lost: 0 });
  });

  if (store === 'mysql')
    it('counts what ran again after a deadlock', async () => {
      for (const id of ['shr_1', 'shr_2'])
        await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare({ id })));
      const locked = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()] as const;
      const lockBoth = (order: readonly string[], own: 0 | 1) =>
        db.write(testWork(), async (tx) => {
          for (const id of order) {
            await lockRow(tx, shareTable, { organization_id, id });
            locked[own].resolve(undefined);
            await locked[1 - own]?.promise;
          }
        });
      await Promise.all([lockBoth(['shr_1', 'shr_2'], 0), lockBoth(['shr_2', 'shr_1'], 1)]);
      const { write, retried } = db.status();
      expect(retried.conflict).toBeGreaterThan(0);
      expect(write).toMatchObject({ committed: 4, rolledBack: retried.conflict });
    });
  else
    it('counts what ran again after another process was in the way', async () => {
      await using other = await openDatabase({ url: test.url, tables, migrations: [createTables(1, tables)] });
      const begun = Promise.withResolvers<unknown>();
      const inTheWay = other.write(testWork(), async (tx) => {
        await insertRow(tx, linkTable, { organization_id, id: 'lnk_1', share_id: 'shr_1' });
        begun.resolve(undefined);
        while (db.status().retried.conflict === 0) await sleep(2);
      });
      await begun.promise;
      await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare()));
      await inTheWay;
      expect(db.status().write).toMatchObject({ committed: 1, rolledBack: 0 });
    });
});
