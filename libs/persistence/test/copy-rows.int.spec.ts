import { findRow, findRows, insertRow } from '../src/index.ts';
import { openRowCopier, stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { organization_id, type ShareRow, shareTable } from './tables.ts';

const original: ShareRow = {
  organization_id,
  id: 'shr_0',
  name: 'Größe ”0“',
  name_key: 'größe',
  kind: 'direct',
  digest: Buffer.alloc(32, 7),
  audience: { type: 'selected', projects: ['prj_1'] },
  body: Buffer.from([0, 255, 10]),
  link_count: 3,
  byte_count: 9_007_199_254_740_993n,
  live: null,
  hidden: true,
  create_time: new Date('2026-03-01T10:20:30.456Z'),
  version: 4,
};

describe.each(stores)('copies of a row on %s', (store) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase(store, { tables: [shareTable] });
    await database.db.write(testWork(), (tx) => insertRow(tx, shareTable, original));
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it('are the row itself, but for what is changed', async () => {
    const { db, url } = database;
    await using rows = await openRowCopier(url);
    await rows.copy('share', { id: 'shr_0' }, 1_500, (nth) => ({ id: `shr_${nth + 1}`, name_key: `key ${nth + 1}` }));
    await db.read(testWork(), async (tx) => {
      expect(await findRows(tx, shareTable, { organization_id })).toHaveLength(1_501);
      for (const nth of [1, 1_000, 1_001, 1_500]) {
        const copy = await findRow(tx, shareTable, { organization_id, id: `shr_${nth}` });
        expect(copy).toEqual({ ...original, id: `shr_${nth}`, name_key: `key ${nth}` });
      }
    });
  });

  it('are not made where it is open which row is meant', async () => {
    await using rows = await openRowCopier(database.url);
    const copy = (where: Record<string, string>) => rows.copy('share', where, 1, () => ({}));
    await expect(copy({ id: 'none' })).rejects.toThrow('0 such rows');
    await expect(copy({ kind: 'direct' })).rejects.toThrow('such rows, not one');
  });
});
