import { setTimeout as sleep } from 'node:timers/promises';
import {
  countRows,
  createTables,
  type Database,
  deleteRows,
  execute,
  findRow,
  idColumn,
  insertRow,
  integerColumn,
  lockRow,
  openDatabase,
  query,
  type ReadTx,
  updateRows,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { aShare, linkTable, organization_id, shareTable, tables } from './tables.ts';

describe.each(stores)('transactions on %s', (store) => {
  let test: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    test = await testDatabase(store, { tables });
    db = test.db;
  });
  beforeEach(() =>
    db.write(testWork(), async (tx) => {
      await deleteRows(tx, shareTable, { organization_id });
      await deleteRows(tx, linkTable, { organization_id });
    }),
  );
  afterAll(() => test[Symbol.asyncDispose]());

  const findShare = (id: string) => db.read(testWork(), (tx) => findRow(tx, shareTable, { organization_id, id }));

  it('overlapping writes: one that rolls back takes nothing of the others along', async () => {
    const ids = Array.from({ length: 24 }, (_, i) => `shr_${i}`);
    const attempts = ids.map((id, i) =>
      db.write(testWork(), async (tx) => {
        await insertRow(tx, shareTable, aShare({ id }));
        await sleep(i % 5);
        if (i % 3 === 0) throw new Error('no');
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const kept = await db.read(testWork(), (tx) =>
      query(tx, { id: idColumn() }, 'SELECT id FROM share WHERE organization_id = ?', [organization_id]),
    );
    const reported = ids.filter((_, i) => outcomes[i]?.status === 'fulfilled');
    expect(reported).toHaveLength(16);
    expect(kept.map(({ id }) => id).sort()).toEqual(reported.sort());
  });

  it('reads that begin after a commit see it, though other reads are open', async () => {
    await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare()));
    const versions: number[] = [];
    const read = () =>
      db.read(testWork(), async (tx) => {
        await sleep(Math.random() * 4);
        versions.push((await findRow(tx, shareTable, { organization_id, id: 'shr_1' }))?.link_count ?? -1);
        await sleep(Math.random() * 4);
      });
    const before = Array.from({ length: 32 }, read);
    await db.write(testWork(), (tx) => updateRows(tx, shareTable, { organization_id }, { link_count: 7 }));
    versions.length = 0;
    const after = Array.from({ length: 32 }, () => findShare('shr_1'));
    expect((await Promise.all(after)).map((share) => share?.link_count)).toEqual(Array(32).fill(7));
    await Promise.all(before);
  });

  it('one read sees one instant', async () => {
    await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare()));
    const countTwice = async (tx: ReadTx) => {
      const first = await countRows(tx, linkTable, { organization_id });
      await db.write(testWork(), (other) =>
        insertRow(other, linkTable, { organization_id, id: 'lnk_1', share_id: 'shr_1' }),
      );
      return [first, await countRows(tx, linkTable, { organization_id })];
    };
    expect(await db.read(testWork(), countTwice)).toEqual([0, 0]);
    expect(await db.read(testWork(), (tx) => countRows(tx, linkTable, { organization_id }))).toBe(1);
  });

  it('a write sees what others committed since it began', async () => {
    if (store === 'sqlite') return; // there the other has to wait
    const counts = await db.write(testWork(), async (tx) => {
      const first = await countRows(tx, linkTable, { organization_id });
      await db.write(testWork(), (other) =>
        insertRow(other, linkTable, { organization_id, id: 'lnk_1', share_id: 'shr_1' }),
      );
      return [first, await countRows(tx, linkTable, { organization_id })];
    });
    expect(counts).toEqual([0, 1]);
  });

  it('a rehearsal answers as the write would, and leaves nothing', async () => {
    const count = await db.rehearse(testWork(), async (tx) => {
      await insertRow(tx, shareTable, aShare());
      return await countRows(tx, shareTable, { organization_id });
    });
    expect(count).toBe(1);
    expect(await findShare('shr_1')).toBeUndefined();
  });

  it('a read cannot write, not even by SQL', async () => {
    const smuggle = db.read(testWork(), (tx) => tx.run("DELETE FROM link WHERE organization_id = 'x'", []));
    await expect(smuggle).rejects.toThrow(/read.?only/i);
  });

  it('a tx that was kept, and its manager, refuse after the end', async () => {
    const { tx, manager } = await db.write(testWork(), async (open) => ({ tx: open, manager: open.manager }));
    await expect(async () => execute(tx, 'DELETE FROM link')).rejects.toThrow('the transaction has ended');
    await expect(manager.find(linkTable)).rejects.toThrow('the transaction has ended');
    expect(() => tx.manager).toThrow('the transaction has ended');
  });

  it('a second transaction of one call is a fault while the first is open', async () => {
    const call = testWork();
    const nested = db.write(call, () => db.read(call, async () => undefined));
    await expect(nested).rejects.toThrow('a transaction of this call is still open');
    await expect(db.write(call, async () => db.select(call, {}, 'SELECT 1'))).rejects.toThrow('still open');
    expect(call.lane.inTransaction).toBe(false);
    expect(await db.write(call, async () => call.lane.inTransaction)).toBe(true);
  });

  it('answers single SELECTs with what is committed, while transactions are open', async () => {
    await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare({ link_count: 3 })));
    const open = db.read(testWork(), async (tx) => {
      await findRow(tx, shareTable, { organization_id, id: 'shr_1' });
      await sleep(50);
    });
    await db.write(testWork(), (tx) => updateRows(tx, shareTable, { organization_id }, { link_count: 4 }));
    const shape = { id: idColumn(), link_count: integerColumn() };
    const sql = 'SELECT id, link_count FROM share WHERE organization_id = ? AND id = ?';
    expect(await db.select(testWork(), shape, sql, [organization_id, 'shr_1'])).toEqual([
      { id: 'shr_1', link_count: 4 },
    ]);
    await open;
  });

  it('another process on the same database waits for its turn', async () => {
    const other = await openDatabase({ url: test.url, tables, migrations: [createTables(1, tables)] });
    await db.write(testWork(), (tx) => insertRow(tx, shareTable, aShare()));
    const raise = (by: Database) =>
      by.write(testWork(), async (tx) => {
        const share = await lockRow(tx, shareTable, { organization_id, id: 'shr_1' });
        await sleep(1);
        await updateRows(tx, shareTable, { organization_id }, { link_count: (share?.link_count ?? 0) + 1 });
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => raise(i % 2 === 0 ? db : other)));
    expect((await findShare('shr_1'))?.link_count).toBe(20);
    await other[Symbol.asyncDispose]();
  });

  it('closing waits for what is open and refuses what comes', async () => {
    const other = await testDatabase(store, { tables });
    let ended = false;
    const open = other.db.write(testWork(), async () => {
      await sleep(50);
      ended = true;
    });
    await sleep(10);
    const closing = other[Symbol.asyncDispose]();
    await expect(other.db.write(testWork(), async () => undefined)).rejects.toMatchObject({
      reason: 'peer_unavailable',
    });
    await closing;
    expect(ended).toBe(true);
    await open;
  });
});
