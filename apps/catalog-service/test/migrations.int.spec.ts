import { newId } from '@easement/domain';
import { execute, openDatabase, type WriteTx } from '@easement/persistence';
import { emptyDatabase, stores, testWork } from '@easement/persistence/testing';
import { pino } from 'pino';
import { findBucket } from '../src/buckets/bucket-store.ts';
import { migrations, tables } from '../src/migrations/migrations.ts';
import { findTable, pageOfTables } from '../src/tables/table-store.ts';

const [organization, project, bucket, table] = [
  newId('organization'),
  newId('project'),
  newId('bucket'),
  newId('table'),
];
const times = { create_time: 1, update_time: 2 };
const rows = {
  bucket: {
    ...{ organization_id: organization, id: bucket, project_id: project, name: 'old', stage: 'out', description: '' },
    ...{ creator_id: newId('user'), ...times, table_count: 1, row_count: 7, byte_count: 8 },
  },
  data_table: {
    ...{ organization_id: organization, id: table, bucket_id: bucket, project_id: project, name: 'old' },
    ...{ data_version: 1, row_count: 7, byte_count: 8, creator_id: newId('user'), ...times },
  },
  table_column: {
    ...{ organization_id: organization, id: newId('column'), table_id: table, position: 0, name: 'a', name_key: 'a' },
    ...{ type: 'STRING', nullable: 1 },
  },
};

async function insertAll(tx: WriteTx): Promise<void> {
  for (const [name, row] of Object.entries(rows)) {
    const values = Object.values(row);
    const marks = values.map(() => '?').join(', ');
    await execute(tx, `INSERT INTO ${name} (${Object.keys(row).join(', ')}) VALUES (${marks})`, values);
  }
}

it.each(stores)('what was there before aliases is there as no alias, and shown by links, on %s', async (store) => {
  await using empty = await emptyDatabase(store);
  const options = { url: empty.url, tables, log: pino({ level: 'silent' }) };
  const before = await openDatabase({ ...options, migrations: migrations.slice(0, 1) });
  await before.write(testWork(), insertAll);
  await before[Symbol.asyncDispose]();
  await using after = await openDatabase({ ...options, migrations });
  const found = await after.read(testWork(), async (tx) => ({
    bucket: await findBucket(tx, organization, bucket),
    table: await findTable(tx, organization, table),
    shown: await pageOfTables(tx, organization, bucket, {
      ...{ size: 2, after: undefined, sight: 'through_link', granted: undefined },
    }),
  }));
  expect(found.bucket).toMatchObject({ name: 'old', tableCount: 1, hiddenTableCount: 0 });
  expect(found.table).toMatchObject({ rowCount: 7, alias: undefined, columns: [{ name: 'a' }] });
  expect(found.shown.tables.map(({ id }) => id)).toEqual([table]);
});
