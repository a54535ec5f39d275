import { type AnyTable, type Database, findRow, findRows, insertRow, requestTable } from '../src/index.ts';
import {
  type ColumnFact,
  describeColumns,
  expectedColumns,
  stores,
  testDatabase,
  type TestDatabase,
  testWork,
} from '../src/testing/index.ts';
import { aShare, organization_id, shareTable, tables } from './tables.ts';

/** Pairs that MySQL's own collations take for one: folded, padded, accented, or composed otherwise. */
const alike: [string, string][] = [
  ['case-Id', 'CASE-ID'],
  ['case-Id', 'case-Íd'],
  ['a', 'a '],
  ['a', ' a'],
  ['I', 'Í'],
  ['ss', 'ß'],
  ['\u00e9', 'e\u0301'],
  ['a', 'a\u0000'],
  ['a', 'a\u200d'],
];

describe.each(stores)('text on %s', (store) => {
  let test: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    test = await testDatabase(store, { tables: [...tables, requestTable] });
    db = test.db;
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it.each(alike)('%j and %j are two ids and two name keys', async (one, other) => {
    const insert = (id: string) =>
      db.write(testWork(), (tx) =>
        insertRow(tx, shareTable, aShare({ organization_id: one + other, id, name_key: id })),
      );
    await insert(one);
    await insert(other);
    for (const id of [one, other]) {
      const row = await db.read(testWork(), (tx) => findRow(tx, shareTable, { organization_id: one + other, id }));
      expect(row?.id).toBe(id);
      const named = await db.read(testWork(), (tx) =>
        findRows(tx, shareTable, { organization_id: one + other, name_key: id }),
      );
      expect(named.map((share) => share.name_key)).toEqual([id]);
    }
  });

  it('keys sort by their bytes', async () => {
    const ids = ['a', 'Z', 'é', 'z', 'A', 'a ', '_', '0'];
    await db.write(testWork(), async (tx) => {
      for (const id of ids) await insertRow(tx, shareTable, aShare({ id, name_key: `sort ${id}` }));
    });
    const sorted = await db.read(testWork(), (tx) => findRows(tx, shareTable, { organization_id }));
    expect(sorted.map(({ id }) => id)).toEqual(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  const everyTable: readonly AnyTable[] = [...tables, requestTable];
  it('the columns have the types that the tables say, and none that is a key collates', async () => {
    const known = new Set<string>(everyTable.map(({ name }) => name));
    const columns = (await describeColumns(db)).filter(({ table }) => known.has(table));
    expect(inOrder(columns)).toEqual(inOrder(expectedColumns(store, everyTable)));
    const keys = columns.filter(({ name }) => name === 'name_key' || name === 'id' || name.endsWith('_id'));
    expect(new Set(keys.map(({ collation }) => collation))).toEqual(new Set([store === 'mysql' ? 'none' : 'BINARY']));
  });
});

function inOrder(columns: readonly ColumnFact[]): ColumnFact[] {
  return columns.toSorted((one, other) => (one.table + one.name < other.table + other.name ? -1 : 1));
}
