import { setTimeout as sleep } from 'node:timers/promises';
import {
  countRows,
  type Database,
  deleteRows,
  execute,
  findRow,
  insertRow,
  lockRow,
  touchGuard,
  updateRows,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { aShare, linkTable, organization_id, projectGuardTable, shareTable, tables } from './tables.ts';

describe.each(stores)('locks on %s', (store) => {
  let test: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    test = await testDatabase(store, { tables, poolSize: 25 });
    db = test.db;
  });
  beforeEach(() =>
    db.write(testWork(), async (tx) => {
      await deleteRows(tx, shareTable, { organization_id });
      await deleteRows(tx, linkTable, { organization_id });
      await insertRow(tx, shareTable, aShare({ id: 'shr_1' }));
      await insertRow(tx, shareTable, aShare({ id: 'shr_2' }));
    }),
  );
  afterAll(() => test[Symbol.asyncDispose]());

  it('who locks and then counts sees what the last holder left', async () => {
    const link = async (id: string) =>
      db.write(testWork(), async (tx) => {
        if ((await lockRow(tx, shareTable, { organization_id, id: 'shr_1' })) === undefined) throw new Error('gone');
        await sleep(2);
        await insertRow(tx, linkTable, { organization_id, id, share_id: 'shr_1' });
      });
    const unshare = async () =>
      db.write(testWork(), async (tx) => {
        // The plain read would freeze the snapshot at a higher isolation.
        await findRow(tx, shareTable, { organization_id, id: 'shr_1' });
        await lockRow(tx, shareTable, { organization_id, id: 'shr_1' });
        if ((await countRows(tx, linkTable, { organization_id, share_id: 'shr_1' })) > 0) throw new Error('has links');
        await deleteRows(tx, shareTable, { organization_id, id: 'shr_1' });
      });
    for (let round = 0; round < 10; round++) {
      const [linked, unshared] = await Promise.allSettled([link(`lnk_${round}`), unshare()]);
      expect([linked.status, unshared.status].sort()).toEqual(['fulfilled', 'rejected']);
      await db.write(testWork(), async (tx) => {
        await deleteRows(tx, linkTable, { organization_id });
        await deleteRows(tx, shareTable, { organization_id, id: 'shr_1' });
        await insertRow(tx, shareTable, aShare({ id: 'shr_1' }));
      });
    }
  });

  it('a lock raises the guard and leaves the version alone', async () => {
    const share = await db.write(testWork(), (tx) => lockRow(tx, shareTable, { organization_id, id: 'shr_1' }));
    expect(share?.version).toBe(1);
    const { rows } = await db.read(testWork(), (tx) => tx.run("SELECT guard FROM share WHERE id = 'shr_1'", []));
    expect(Number(rows[0]?.['guard'])).toBe(1);
    expect(
      await db.write(testWork(), (tx) => lockRow(tx, shareTable, { organization_id, id: 'none' })),
    ).toBeUndefined();
  });

  it('writes that lock each other out run again until both are done', async () => {
    let attempts = 0;
    const raise = (first: string, second: string) =>
      db.write(testWork(AbortSignal.timeout(20_000)), async (tx) => {
        attempts += 1;
        for (const id of [first, second]) {
          const share = await lockRow(tx, shareTable, { organization_id, id });
          await sleep(store === 'mysql' ? 30 : 1);
          const link_count = (share?.link_count ?? 0) + 1;
          await updateRows(tx, shareTable, { organization_id, id }, { link_count });
        }
      });
    await Promise.all([raise('shr_1', 'shr_2'), raise('shr_2', 'shr_1')]);
    const counts = await db.read(testWork(), (tx) =>
      Promise.all(['shr_1', 'shr_2'].map((id) => findRow(tx, shareTable, { organization_id, id }))),
    );
    expect(counts.map((share) => share?.link_count)).toEqual([2, 2]);
    if (store === 'mysql') expect(attempts).toBeGreaterThan(2);
  });

  it('an optimistic update counts no row if somebody was faster', async () => {
    const update = () =>
      db.write(testWork(), (tx) =>
        updateRows(tx, shareTable, { organization_id, id: 'shr_1', version: 1 }, { link_count: 5 }),
      );
    expect((await Promise.all([update(), update(), update()])).sort()).toEqual([0, 0, 1]);
    const share = await db.read(testWork(), (tx) => findRow(tx, shareTable, { organization_id, id: 'shr_1' }));
    expect(share).toMatchObject({ version: 2, link_count: 5 });
  });

  it('a hundred first inserts of one guard row wait for one another without a deadlock', async () => {
    let attempts = 0;
    const create = (i: number) =>
      db.write(testWork(), async (tx) => {
        attempts += 1;
        const isNew = await touchGuard(tx, projectGuardTable, { organization_id, project_id: 'prj_1', attempt: 0 });
        await insertRow(tx, linkTable, { organization_id, id: `lnk_${i}`, share_id: 'shr_1' });
        return isNew;
      });
    const created = await Promise.all(Array.from({ length: 100 }, (_, i) => create(i)));
    expect(created.filter((isNew) => isNew)).toHaveLength(1);
    expect(attempts).toBe(100);
    const links = await db.read(testWork(), (tx) => countRows(tx, linkTable, { organization_id }));
    expect(links).toBe(100);
  });

  it('touching a guard leaves the row that is there as it is', async () => {
    const touch = (attempt: number) =>
      db.write(testWork(), (tx) =>
        touchGuard(tx, projectGuardTable, { organization_id, project_id: 'prj_2', attempt }),
      );
    expect([await touch(1), await touch(2), await touch(3)]).toEqual([true, false, false]);
    const row = await db.read(testWork(), (tx) =>
      findRow(tx, projectGuardTable, { organization_id, project_id: 'prj_2' }),
    );
    expect(row?.attempt).toBe(1);
  });

  it('an aborted signal ends the waiting for a lock at once', async () => {
    const holding = Promise.withResolvers<unknown>();
    const release = Promise.withResolvers<unknown>();
    const holder = db.write(testWork(), async (tx) => {
      await lockRow(tx, shareTable, { organization_id, id: 'shr_1' });
      holding.resolve(undefined);
      await release.promise;
    });
    await holding.promise;
    const reason = new Error('the caller went away');
    const caller = new AbortController();
    const began = Date.now();
    const waiting = db.write(testWork(caller.signal), (tx) =>
      lockRow(tx, shareTable, { organization_id, id: 'shr_1' }),
    );
    setTimeout(() => caller.abort(reason), 50);
    await expect(waiting).rejects.toBe(reason);
    expect(Date.now() - began).toBeLessThan(2_000);
    release.resolve(undefined);
    await holder;
    expect(await db.write(testWork(), (tx) => execute(tx, 'UPDATE share SET link_count = 9'))).toBe(2);
  });

  it('a write that is aborted midway is rolled back', async () => {
    const caller = new AbortController();
    const write = db.write(testWork(caller.signal), async (tx) => {
      await insertRow(tx, linkTable, { organization_id, id: 'lnk_1', share_id: 'shr_1' });
      caller.abort(new Error('gone'));
    });
    await expect(write).rejects.toThrow('gone');
    expect(await db.read(testWork(), (tx) => countRows(tx, linkTable, { organization_id }))).toBe(0);
  });

  it('an aborted signal ends the waiting for a connection', async () => {
    const release = Promise.withResolvers<unknown>();
    const holders = Array.from({ length: 25 }, () => db.read(testWork(), () => release.promise));
    const waiting = db.read(testWork(AbortSignal.timeout(50)), async () => 'never');
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    release.resolve(undefined);
    await Promise.all(holders);
    expect(await db.read(testWork(), async () => 'again')).toBe('again');
  });
});
