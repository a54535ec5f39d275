import { inspect } from 'node:util';
import { In, IsNull } from 'typeorm';
import {
  countRows,
  type Database,
  deleteRows,
  duplicateKey,
  findRow,
  findRows,
  insertRow,
  insertRows,
  isDuplicate,
  query,
  requestTable,
  updateRows,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { aShare, organization_id, type ShareRow, shareTable, tables } from './tables.ts';

describe.each(stores)('values on %s', (store) => {
  let test: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    test = await testDatabase(store, { tables: [...tables, requestTable] });
    db = test.db;
  });
  beforeEach(() => db.write(testWork(), (tx) => deleteRows(tx, shareTable, { organization_id })));
  afterAll(() => test[Symbol.asyncDispose]());

  const insert = (...rows: ShareRow[]) => db.write(testWork(), (tx) => insertRows(tx, shareTable, rows));
  const find = (id: string) => db.read(testWork(), (tx) => findRow(tx, shareTable, { organization_id, id }));

  const everything = aShare({
    name: 'Ünïcode 😀 \'"\\`%_ \n end',
    digest: new Uint8Array(32).map((_, i) => i * 8),
    audience: { type: 'z', projects: ['prj_ß', 'a\\"b'] },
    body: new Uint8Array([0, 255, 39, 92, 10, 128]),
    link_count: Number.MAX_SAFE_INTEGER,
    byte_count: 9_223_372_036_854_775_807n,
    live: true,
    hidden: true,
    create_time: new Date('2026-10-25T01:30:00.999Z'),
    version: 7,
  });

  it('come out as they went in', async () => {
    await insert(everything);
    const share = await find('shr_1');
    expect({ ...share, digest: Array.from(share?.digest ?? []), body: Array.from(share?.body ?? []) }).toEqual({
      ...everything,
      digest: Array.from(everything.digest ?? []),
      body: Array.from(everything.body ?? []),
    });
    expect(Object.keys(share ?? {})).not.toContain('guard');
  });

  it.each([-9_223_372_036_854_775_808n, 9_007_199_254_740_993n, -1n, 0n])('%d is not rounded', async (byte_count) => {
    await insert(aShare({ byte_count }));
    expect((await find('shr_1'))?.byte_count).toBe(byte_count);
    expect(await db.read(testWork(), (tx) => findRows(tx, shareTable, { organization_id, byte_count }))).toHaveLength(
      1,
    );
    const near = { organization_id, byte_count: byte_count + (byte_count < 0n ? 1n : -1n) };
    expect(await db.read(testWork(), (tx) => findRows(tx, shareTable, near))).toHaveLength(0);
  });

  it('null and every empty value differ', async () => {
    await insert(aShare({ id: 'a', body: null }), aShare({ id: 'b', body: new Uint8Array() }));
    expect((await find('a'))?.body).toBeNull();
    expect((await find('b'))?.body).toHaveLength(0);
    const matching = (body: null | Uint8Array) =>
      db.read(testWork(), async (tx) =>
        (await findRows(tx, shareTable, { organization_id, body })).map(({ id }) => id),
      );
    expect([await matching(null), await matching(new Uint8Array())]).toEqual([['a'], ['b']]);
  });

  it('a number beyond 2^53 in a column of numbers is a fault, not a guess', async () => {
    await insert(aShare());
    await db.write(testWork(), (tx) => tx.run('UPDATE share SET link_count = 9007199254740993', []));
    await expect(find('shr_1')).rejects.toThrow('a whole number within 2^53');
    await expect(insert(aShare({ id: 'b', link_count: 2 ** 53 }))).rejects.toThrow('within 2^53');
  });

  it('text that is too long for its column is refused, not cut', async () => {
    if (store === 'sqlite') return; // has no lengths
    await expect(insert(aShare({ id: 'x'.repeat(65) }))).rejects.toThrow(/too long/i);
  });

  it('no value of a row is left in the error of a statement', async () => {
    const secret = 'top secret';
    await insert(aShare({ name: secret, name_key: secret }));
    const error = await insert(aShare({ id: 'other', name: secret, name_key: secret })).catch(
      (caught: unknown) => caught,
    );
    expect(isDuplicate(error)).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
    expect(duplicateKey(error, shareTable)).toBe('name');
  });

  it('a duplicate says which key refused it', async () => {
    await insert(aShare({ id: 'a', live: true }));
    const refusedBy = async (row: ShareRow) => {
      const error = await insert(row).catch((caught: unknown) => caught);
      return duplicateKey(error, shareTable);
    };
    expect(await refusedBy(aShare({ id: 'a', name_key: 'b', kind: 'grants' }))).toBe('primary');
    expect(await refusedBy(aShare({ id: 'b', name_key: 'share a', kind: 'grants' }))).toBe('name');
    expect(await refusedBy(aShare({ id: 'b', live: true }))).toBe('one_live');
    expect(await refusedBy(aShare({ id: 'b' }))).toBeUndefined();
  });

  it('after a duplicate the transaction goes on', async () => {
    await insert(aShare());
    await db.write(testWork(), async (tx) => {
      const error = await insertRow(tx, shareTable, aShare()).catch((caught: unknown) => caught);
      expect(isDuplicate(error)).toBe(true);
      await insertRow(tx, shareTable, aShare({ id: 'shr_2' }));
    });
    expect(await find('shr_2')).toBeDefined();
  });

  it('any number of gone ones fit beside one live', async () => {
    const gone = Array.from({ length: 5 }, (_, i) => aShare({ id: `gone_${i}`, live: null }));
    await insert(...gone, aShare({ id: 'live', live: true }));
    expect(await db.read(testWork(), (tx) => countRows(tx, shareTable, { organization_id, live: null }))).toBe(5);
  });

  it('an update raises the version unless it sets it', async () => {
    await insert(aShare());
    const update = (changes: Partial<ShareRow>) =>
      db.write(testWork(), (tx) => updateRows(tx, shareTable, { organization_id, id: 'shr_1' }, changes));
    expect([await update({ hidden: true }), (await find('shr_1'))?.version]).toEqual([1, 2]);
    expect([await update({}), (await find('shr_1'))?.version]).toEqual([1, 3]);
    expect([await update({ version: 9 }), (await find('shr_1'))?.version]).toEqual([1, 9]);
  });

  it('a list in a condition is any of it, and an empty list none', async () => {
    await insert(...['a', 'b', 'c'].map((id) => aShare({ id })));
    const ids = (id: string[]) =>
      db.read(testWork(), async (tx) => (await findRows(tx, shareTable, { organization_id, id })).map((row) => row.id));
    expect([await ids(['c', 'a', 'x']), await ids([])]).toEqual([['a', 'c'], []]);
  });

  it('a thousand rows go in at once', async () => {
    await insert(...Array.from({ length: 1_001 }, (_, i) => aShare({ id: `shr_${i}` })));
    expect(await db.read(testWork(), (tx) => countRows(tx, shareTable, { organization_id }))).toBe(1_001);
  });

  it('TypeORM maps a table as we do', async () => {
    await db.write(testWork(), (tx) => tx.manager.insert(shareTable, { ...everything }));
    const share = await find('shr_1');
    expect(share).toMatchObject({ ...everything, digest: expect.anything(), body: expect.anything() });
    const found = await db.read(testWork(), (tx) =>
      tx.manager.findBy(shareTable, { organization_id, id: In(['shr_1', 'x']), live: true }),
    );
    expect(found.map((row) => ({ ...row }))).toEqual([share]);
    const update = (changes: object) =>
      db.write(testWork(), (tx) =>
        tx.manager.update(shareTable, { organization_id, id: 'shr_1', version: 7 }, changes),
      );
    expect((await update({ hidden: false })).affected).toBe(1);
    expect((await update({ hidden: true })).affected).toBe(0);
    expect(await find('shr_1')).toMatchObject({ hidden: false, version: 8, byte_count: everything.byte_count });
    expect(await db.read(testWork(), (tx) => tx.manager.countBy(shareTable, { live: IsNull() }))).toBe(0);
    const { affected } = await db.write(testWork(), (tx) => tx.manager.delete(shareTable, { organization_id }));
    expect(affected).toBe(1);
  });

  it('a query decodes what its shape names and drops the rest', async () => {
    await insert(everything);
    const { live, create_time } = shareTable.columns;
    const rows = await db.read(testWork(), (tx) =>
      query(tx, { live, create_time }, 'SELECT * FROM share WHERE organization_id = ? AND hidden = ?', [
        organization_id,
        1,
      ]),
    );
    expect(rows).toEqual([{ live: true, create_time: everything.create_time }]);
  });
});
