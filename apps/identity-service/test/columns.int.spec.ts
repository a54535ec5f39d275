import { openDatabase } from '@easement/persistence';
import { describeColumns, emptyDatabase, expectedColumns, stores } from '@easement/persistence/testing';
import { migrations, tables } from '../src/migrations/index.ts';

it.each(stores)('on %s every column has its type, and no id or name folds into another', async (store) => {
  await using empty = await emptyDatabase(store);
  await using db = await openDatabase({ url: empty.url, tables, migrations });
  const columns = await describeColumns(db);
  const expected = expectedColumns(store, tables);
  for (const one of expected) {
    expect(columns.find(({ table, name }) => table === one.table && name === one.name)).toEqual(one);
  }
  const ids = expected.filter(({ name }) => /(^|_)(id|key)$/.test(name));
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids)
    expect(store === 'mysql' ? /^(varbinary|binary)/.test(id.type) : id.collation === 'BINARY').toBe(true);
});
