import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { newId } from '@easement/domain';
import { readFile, readdir, stat } from 'node:fs/promises';
import { located } from '../../src/engine/run-statement.ts';
import { startPool, type WorkerPool } from '../../src/engine/worker/worker-pool.ts';
import { smallWorkers, startRig, unprivilegedUser, within, workerEntry, type Rig } from './engine-rig.ts';

const data = join(__dirname, '../../../standalone/data');

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('a statement', () => {
  it('finds nothing that another one left', async () => {
    const [one, two] = [await rig.table('a\n1\n'), await rig.table('b\n2\n')];
    expect((await rig.ask('SELECT * FROM x.t', [one])).rows).toEqual([['1']]);
    expect((await rig.ask('SELECT * FROM x.t', [two])).rows).toEqual([['2']]);
    await expect(rig.ask('SELECT a FROM x.t', [two])).rejects.toMatchObject({ reason: 'unknown_name' });
  });

  it('that crashes DuckDB takes its own process with it, and nobody else', async () => {
    const deaths: string[] = [];
    const report = (error: Error) => deaths.push(error.message);
    await using pool = startPool({ ...smallWorkers, role: 'rows', entry: workerEntry, spillRoot: rig.folder, report });
    await pool.warm();
    const crash = `CALL enable_logging(storage = 'file', storage_config = {'path': '${rig.folder}/none'})`;
    await run(pool, crash).catch(() => undefined);
    await run(pool, 'SELECT 1').catch(() => undefined);
    expect(await run(pool, 'SELECT 2')).toBe(1);
    expect(pool.status()).toMatchObject({ size: 1, busy: 0 });
  });

  it('runs as somebody who may read the data and nothing else, where the service can say so', async () => {
    const user = unprivilegedUser();
    await using another = await startRig({ user });
    const table = await another.table('a\n1\n');
    expect((await another.ask('SELECT * FROM x.t', [table])).rows).toEqual([['1']]);
    const spill = await readdir(join(another.folder, 'spill'), { recursive: true });
    const owners = await Promise.all(spill.map(async (name) => (await stat(join(another.folder, 'spill', name))).uid));
    expect(owners.includes(user?.uid ?? process.getuid?.() ?? 0)).toBe(true);
  });

  it('that writes rows does so as that user too, and what it wrote is taken over by the service', async () => {
    const user = unprivilegedUser();
    await using another = await startRig({ user });
    const people = await another.table('a\n1\n2\n');
    const statement = await another.engine.parse('SELECT a + 1 AS a FROM x.t', within(10_000));
    if (statement.kind !== 'select') throw new Error('a SELECT was read as something else');
    const columns = people.columns.map(({ id, name, type }) => ({ id, name, type, nullable: true }));
    const query = { statement, tables: [people], functions: [] };
    const target = { organization: newId('organization'), table: newId('table'), columns, primaryKey: [] };
    const filled = { existing: { columns: [], files: [] }, filled: columns.map(({ id }) => id), countText: undefined };
    const stored = await another.engine.storeQuery({ ...query, ...target, ...filled }, within(10_000));
    expect(await another.ask('SELECT a FROM x.t ORDER BY a', [{ columns, files: [stored] }])).toMatchObject({
      rows: [['2'], ['3']],
    });
    const { uid, mode } = await stat(join(another.dataFolder, stored.path));
    expect([uid, mode & 0o777]).toEqual([process.getuid?.() ?? uid, 0o444]);
    expect(await readdir(join(another.dataFolder, '.staging'))).toEqual([]);
    const unnamed = { statement, tables: [people], functions: [] };
    const broken = { ...unnamed, ...target, ...filled, filled: [] };
    await expect(another.engine.storeQuery(broken, within(10_000))).rejects.toMatchObject({ reason: 'invalid_field' });
    expect(await readdir(join(another.dataFolder, '.staging'))).toEqual([]);
  });

  it('that is ended just as it gets its worker does not run, and leaves the worker to others', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    // The pool stops watching the wait at the moment it hands over a worker: that is when this caller leaves.
    const remove = signal.removeEventListener.bind(signal);
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      remove(...args);
      controller.abort(new Error('left'));
    };
    await expect(rig.engine.parse('SELECT 1', within(10_000, signal))).rejects.toThrow('left');
    expect(await rig.engine.parse('SELECT 1', within(10_000))).toMatchObject({ kind: 'select' });
  });

  it('leaves nothing where it spilled', async () => {
    await rig.ask('SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY hash(i)) FROM range(3000000) t(i))');
    const spilled = await readdir(join(rig.folder, 'spill'), { recursive: true, withFileTypes: true });
    expect(spilled.filter((entry) => entry.isFile())).toEqual([]);
  });
});

async function run(pool: WorkerPool, sql: string): Promise<number> {
  const tables = [located({ columns: [], files: [] }, rig.dataFolder)].slice(1);
  const answer = { explain: false, maxRows: 10, onMoreRows: 'cut' } as const;
  const job = { sql, statement: sql, tables, names: [], isDiscreet: false, ...answer };
  const running = pool.run('select', job, within(10_000));
  for (let step = await running.next(); ; step = await running.next()) if (step.done) return step.value.rowCount;
}

describe('real files', () => {
  const story = `SELECT a.state, count(*) n, round(avg(f.delay),1) d FROM ops.flights f JOIN ops.airports a ON a.iata = f.origin
    GROUP BY 1 ORDER BY n DESC LIMIT 5`;

  it('answer what DuckDB answers on the CSV itself', async () => {
    const [flights, airports] = await Promise.all(
      ['flights.csv', 'airports.csv'].map(async (name) => rig.table(await readFile(join(data, name)))),
    );
    const { rows } = await rig.ask(story, [flights!, airports!]);
    const plain = story
      .replace('ops.flights', `'${data}/flights.csv'`)
      .replace('ops.airports', `'${data}/airports.csv'`);
    expect(rows).toEqual(await onFiles(plain));
  });

  it('with spaces, $ and mixed values load, and are counted alike', async () => {
    const birds = await rig.table(await readFile(join(data, 'birdstrikes.csv')));
    const query = (
      from: string,
    ) => `SELECT "Wildlife Size", count(*), sum("Cost Total $")::VARCHAR, count(DISTINCT "Flight Date"),
      max("Speed IAS in knots") FROM ${from} GROUP BY 1 ORDER BY 1`;
    expect((await rig.ask(query('b.birds'), [birds])).rows).toEqual(await onFiles(query(`'${data}/birdstrikes.csv'`)));
    const { columns, rows } = await rig.engine.preview(birds, 3, within(5_000));
    expect([columns.length, rows.length]).toEqual([14, 3]);
  });
});

/** The answer of DuckDB itself, integers as strings. */
async function onFiles(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? String(value) : value)));
}
