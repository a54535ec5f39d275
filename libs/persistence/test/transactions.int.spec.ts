import {
  codeColumn,
  type Database,
  deleteRows,
  findRow,
  guardColumn,
  idColumn,
  insertRow,
  integerColumn,
  table,
  updateRows,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';

const noteTable = table('note', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    text: codeColumn(),
    count: integerColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
});
const organization_id = 'org_1';

describe.each(stores)('transactions on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await testDatabase(store, { tables: [noteTable] });
    db = test.db;
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('a rolled-back write loses nothing of another', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const id = `n${i}`;
        const write = db.write(testWork(), async (tx) => {
          await insertRow(tx, noteTable, { organization_id, id, text: 'a', count: i });
          if (i % 2 === 1) throw new Error('no');
        });
        await (i % 2 === 1 ? expect(write).rejects.toThrow('no') : write);
      }),
    );
    for (let i = 0; i < 20; i++) {
      const row = await db.read(testWork(), (tx) => findRow(tx, noteTable, { organization_id, id: `n${i}` }));
      expect(row?.count).toBe(i % 2 === 1 ? undefined : i);
    }
    expect(
      await db.write(testWork(), (tx) =>
        updateRows(tx, noteTable, { organization_id, id: ['n0', 'n2'] }, { text: 'b' }),
      ),
    ).toBe(2);
    expect(await db.write(testWork(), (tx) => deleteRows(tx, noteTable, { organization_id, id: 'n0' }))).toBe(1);
  });
});
