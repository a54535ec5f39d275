import BetterSqlite3 from 'better-sqlite3';
import mysql from 'mysql2/promise';
import {
  codeColumn,
  createTables,
  type Database,
  findRow,
  guardColumn,
  idColumn,
  insertRow,
  insertRows,
  integerColumn,
  lockRow,
  openDatabase,
  query,
  readDatabaseUrl,
  type Stored,
  table,
  updateRows,
  versionColumn,
} from '../src/index.ts';
import { emptyDatabase, stores, testWork } from '../src/testing/index.ts';

// What our ways to a row cost beside the bare driver: `node libs/persistence/test/costs.bench.ts`.

const linkTable = table('link', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    share_id: idColumn(),
    state: codeColumn(),
    uses: integerColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
});
const organization_id = 'org_1';
const rowCount = 1_000;
const inFlight = 16;
const seconds = 1.5;
const sql = 'SELECT id, share_id, state, uses, version FROM link WHERE organization_id = ? AND id = ?';
const { id, share_id, state, uses, version } = linkTable.columns;

type Measured = { readonly cpuMicros: number; readonly perSecond: number };

async function measure(work: (i: number) => Promise<unknown>): Promise<Measured> {
  for (let i = 0; i < 300; i++) await work(i);
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  let done = 0;
  const lane = async () => {
    while (performance.now() - began < seconds * 1_000) await work(done++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicros: (user + system) / done, perSecond: (done * 1_000) / (performance.now() - began) };
}

async function openBare(url: string): Promise<{ run: (...params: Stored[]) => Promise<unknown>; end: () => unknown }> {
  const target = readDatabaseUrl(url);
  if (target.dialect === 'sqlite') {
    const file = new BetterSqlite3(target.file);
    const statement = file.prepare(sql);
    return { run: async (...params) => statement.all(...params), end: () => file.close() };
  }
  const pool = mysql.createPool({ uri: url, connectionLimit: 10 });
  return { run: (...params) => pool.query(sql, params), end: () => pool.end() };
}

function waysOf(db: Database): Record<string, (i: number) => Promise<unknown>> {
  const key = (i: number) => ({ organization_id, id: `lnk_${i % rowCount}` });
  return {
    'db.select': (i) =>
      db.select(testWork(), { id, share_id, state, uses, version }, sql, [organization_id, key(i).id]),
    'read: query': (i) =>
      db.read(testWork(), (tx) => query(tx, { id, share_id, state, uses, version }, sql, [organization_id, key(i).id])),
    'read: findRow': (i) => db.read(testWork(), (tx) => findRow(tx, linkTable, key(i))),
    'read: manager.findOneBy': (i) => db.read(testWork(), (tx) => tx.manager.findOneBy(linkTable, key(i))),
    'write: updateRows': (i) => db.write(testWork(), (tx) => updateRows(tx, linkTable, key(i), { uses: i })),
    'write: lockRow, updateRows': (i) =>
      db.write(testWork(), async (tx) => {
        await lockRow(tx, linkTable, key(i));
        await updateRows(tx, linkTable, key(i), { uses: i });
      }),
    'write: insertRow': (() => {
      let made = 0;
      return () => {
        const row = { organization_id, id: `new_${made++}`, share_id: 'shr_1', state: 'active', uses: 0, version: 1 };
        return db.write(testWork(), (tx) => insertRow(tx, linkTable, row));
      };
    })(),
  };
}

for (const store of stores) {
  const empty = await emptyDatabase(store);
  const db = await openDatabase({ url: empty.url, tables: [linkTable], migrations: [createTables(1, [linkTable])] });
  const rows = Array.from({ length: rowCount }, (_, i) => ({
    organization_id,
    id: `lnk_${i}`,
    share_id: `shr_${i % 10}`,
    state: 'active',
    uses: 0,
    version: 1,
  }));
  await db.write(testWork(), (tx) => insertRows(tx, linkTable, rows));
  const bare = await openBare(empty.url);
  const reference = await measure((i) => bare.run(organization_id, `lnk_${i % rowCount}`));
  const print = (name: string, { cpuMicros, perSecond }: Measured) => {
    const ratio = (cpuMicros / reference.cpuMicros).toFixed(1);
    process.stdout.write(
      `${store.padEnd(7)}${name.padEnd(28)}${cpuMicros.toFixed(0).padStart(6)} µs ${ratio.padStart(6)} x ${perSecond.toFixed(0).padStart(8)} /s\n`,
    );
  };
  print('bare driver', reference);
  for (const [name, work] of Object.entries(waysOf(db))) print(name, await measure(work));
  await bare.end();
  await db[Symbol.asyncDispose]();
  await empty[Symbol.asyncDispose]();
}
