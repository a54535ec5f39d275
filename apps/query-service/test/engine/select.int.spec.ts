import { unlink } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { absolutePath } from '../../src/engine/files/data-path.ts';
import { jsonRows, type JsonCell } from '../../src/engine/json-rows.ts';
import type { SchemaColumn } from '../../src/engine/worker/column-vector.ts';
import { encodeChunk, encoderOf } from '../../src/engine/worker/encode-values.ts';
import type { GrantedTable } from '../../src/engine/worker/granted-table.ts';
import { refusalOf, smallWorkers, startRig, within, type LoadedTable, type Rig } from './engine-rig.ts';

let rig: Rig;
let flights: LoadedTable;
let airports: LoadedTable;

beforeAll(async () => {
  rig = await startRig({ statements: { ...smallWorkers, size: 2 } });
  flights = await rig.table(
    'date,delay,origin\n2001-01-01 00:47:00,66,DTW\n2001-01-02 01:10:00,-5,HNL\n2001-01-03 02:00:00,,DTW\n',
  );
  airports = await rig.table('iata,name,state\nDTW,Detroit,MI\nHNL,Honolulu,HI\n');
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What DuckDB itself answers to the statement as it was typed, over the same rows. */
async function plainAnswer(sql: string): Promise<{ columns: SchemaColumn[]; rows: JsonCell[][] }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA ops');
  await connection.run(`CREATE TABLE ops.flights AS SELECT * FROM (VALUES
    (TIMESTAMP '2001-01-01 00:47:00', 66::BIGINT, 'DTW'), (TIMESTAMP '2001-01-02 01:10:00', -5, 'HNL'),
    (TIMESTAMP '2001-01-03 02:00:00', NULL, 'DTW')) t(date, delay, origin)`);
  const result = await connection.run(sql);
  const encoders = result.columnTypes().map(encoderOf);
  const columns = result.columnNames().map((name, index) => ({ name, type: encoders[index]!.type }));
  const chunks = await result.fetchAllChunks();
  const plainRows = chunks.flatMap((chunk) => jsonRows(encodeChunk(chunk, encoders)));
  connection.closeSync();
  instance.closeSync();
  return { columns, rows: plainRows };
}

const rows = async (sql: string, tables: readonly GrantedTable[] = []) => (await rig.ask(sql, tables)).rows;

describe('names', () => {
  it('are answered once each, in the order of their first mention', async () => {
    const sql = 'SELECT * FROM ops.flights f JOIN ops.airports a ON true JOIN OPS.Flights g ON true';
    const statement = await rig.engine.parse(sql, within(5_000));
    expect(statement).toMatchObject({
      kind: 'select',
      explain: false,
      tables: [
        { parts: ['ops', 'flights'], offset: 14 },
        { parts: ['ops', 'airports'], offset: 33 },
      ],
    });
  });

  it('of an INSERT, a DROP and the like are answered with what they would write to', async () => {
    const statement = await rig.engine.parse('insert into Ops."my flights" values (1)', within(5_000));
    expect(statement).toEqual({
      kind: 'write',
      verb: 'INSERT',
      target: { object: 'table', name: { parts: ['Ops', 'my flights'], offset: 12 } },
    });
  });

  it.each([
    ['bucket and table', 'SELECT ops.flights.delay FROM ops.flights WHERE OPS.Flights.delay > 0'],
    ['the table', 'SELECT flights.delay FROM ops.flights WHERE FLIGHTS.delay > 0'],
    ['an alias', 'SELECT f.delay FROM ops.flights AS f WHERE f.delay > 0'],
    ['nothing', 'SELECT delay FROM ops.flights WHERE delay > 0'],
    ['the table from a subquery', 'SELECT delay FROM ops.flights WHERE EXISTS (SELECT 1 WHERE ops.flights.delay > 0)'],
    ['its own row', `SELECT flights.delay FROM ops.flights WHERE struct_extract(flights, 'delay') > 0`],
  ])('of columns are found by %s', async (_, sql) => {
    expect(await rows(sql, [flights])).toEqual([['66']]);
  });

  it('tell tables of one name in two buckets apart', async () => {
    const sql = 'SELECT a.t.delay, b.t.state FROM a.t JOIN b.t ON a.t.origin = b.t.iata WHERE a.t.delay > 0';
    expect(await rows(sql, [flights, airports])).toEqual([['66', 'MI']]);
  });

  it('are found whatever their case, beyond ASCII too', async () => {
    expect(await rows('SELECT čísla.delay FROM ops.ČÍSLA WHERE Čísla.delay > 0', [flights])).toEqual([['66']]);
  });

  it('of CTEs hide tables where SQL says so, and nowhere else', async () => {
    expect(await rows('WITH flights AS (SELECT 1 AS x) SELECT * FROM flights')).toEqual([['1']]);
    expect(await rows('WITH flights AS (SELECT 1 AS x) SELECT count(*) FROM ops.flights', [flights])).toEqual([['3']]);
    expect(await rows('WITH t0 AS (SELECT 1 AS x) SELECT count(*) FROM ops.flights, t0', [flights])).toEqual([['3']]);
    expect(await rows('WITH granted AS (SELECT 1 AS x) SELECT count(*) FROM ops.flights, granted', [flights])).toEqual([
      ['3'],
    ]);
    const nested =
      'WITH x AS (SELECT 1 AS v), y AS (SELECT v + 1 AS v FROM x) SELECT * FROM (WITH x AS (SELECT 9 AS v) SELECT v FROM x), y';
    expect(await rows(nested)).toEqual([['9', '2']]);
  });

  it('of a recursive CTE mean itself in its second half', async () => {
    const sql = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT list(n) FROM r';
    expect(await rows(sql)).toEqual([['[1,2,3,4,5]']]);
  });
});

describe('columns', () => {
  it('are matched by id: a renamed one keeps its values, one that a file has not is NULL', async () => {
    const [date, delay, origin] = flights.columns;
    const added = { id: 'col_00000000000000000000000009', name: 'gate', type: { name: 'STRING' } } as const;
    const later = await rig.load({
      content: 'gate,delay\nB7,1\n',
      into: { columns: [{ ...added, nullable: true }, delay!], files: [] },
    });
    const table = {
      columns: [{ ...delay!, name: 'late by' }, added, { ...origin!, name: 'from' }, date!],
      files: [...flights.files, ...later.files],
    };
    expect(await rows('SELECT "late by", gate, "from" FROM ops.t ORDER BY 1 NULLS FIRST', [table])).toEqual([
      [null, null, 'DTW'],
      ['-5', null, 'HNL'],
      ['1', 'B7', null],
      ['66', null, 'DTW'],
    ]);
  });

  it('that are not granted are not there', async () => {
    const table = { ...flights, columns: flights.columns.slice(1) };
    expect(await rows('SELECT * FROM ops.t LIMIT 1', [table])).toEqual([['66', 'DTW']]);
    const refusal = await refusalOf(rig.ask('SELECT date FROM ops.t', [table]));
    expect([refusal.reason, refusal.facts]).toEqual([
      'unknown_name',
      { name: 'date', position: '7', line: '1', column: '8' },
    ]);
  });

  it('of a table without rows have their types', async () => {
    const answer = await rig.ask('SELECT * FROM ops.t', [{ ...flights, files: [] }]);
    expect(answer.columns.map(({ type }) => type)).toEqual(['TIMESTAMP', 'INTEGER', 'STRING']);
    expect(answer.rows).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    ['true', 'BOOLEAN', true],
    ['1::TINYINT', 'INTEGER', '1'],
    ['4294967295::UINTEGER', 'INTEGER', '4294967295'],
    ['9007199254740993', 'INTEGER', '9007199254740993'],
    ['9007199254740993::HUGEINT * 10', 'DECIMAL(38,0)', '90071992547409930'],
    ['18446744073709551615::UBIGINT', 'DECIMAL(20,0)', '18446744073709551615'],
    ['sum(1)', 'DECIMAL(38,0)', '1'],
    ['12.50', 'DECIMAL(4,2)', '12.50'],
    ['1.5::FLOAT', 'DOUBLE', 1.5],
    [`'nan'::DOUBLE`, 'DOUBLE', 'NaN'],
    [`'-inf'::DOUBLE`, 'DOUBLE', '-Infinity'],
    [`'ünï'`, 'STRING', 'ünï'],
    [`'{"a": 1}'::JSON`, 'JSON', '{"a": 1}'],
    [`DATE '2001-02-03'`, 'DATE', '2001-02-03'],
    [`TIMESTAMP '2001-02-03 04:05:06'`, 'TIMESTAMP', '2001-02-03T04:05:06'],
    [`TIMESTAMP '1969-12-31 23:59:59.5'`, 'TIMESTAMP', '1969-12-31T23:59:59.5'],
    [`TIMESTAMP '1500-02-03 04:05:06.000001'`, 'TIMESTAMP', '1500-02-03T04:05:06.000001'],
    [`TIMESTAMPTZ '2001-02-03 04:05:06+02'`, 'TIMESTAMP', '2001-02-03T02:05:06'],
    [`TIMESTAMP 'infinity'`, 'TIMESTAMP', 'infinity'],
    [`TIME '04:05:06'`, 'STRING', '04:05:06'],
    [`INTERVAL 1 DAY`, 'STRING', '1 day'],
    [`'00000000-0000-0000-0000-000000000001'::UUID`, 'STRING', '00000000-0000-0000-0000-000000000001'],
    [`'AB'::BLOB`, 'BYTES', 'QUI='],
    [`[1, NULL]`, 'JSON', '[1,null]'],
    [`{'a': 9007199254740993, 'b': [1.50]}`, 'JSON', '{"a":9007199254740993,"b":[1.50]}'],
    [`MAP {'k': DATE '2001-02-03'}`, 'JSON', '{"k":"2001-02-03"}'],
    ['NULL', 'INTEGER', null],
  ])('%s goes out as %s', async (expression, type, value) => {
    const answer = await rig.ask(`SELECT ${expression} AS v`);
    expect(answer.columns).toEqual([{ name: 'v', type }]);
    expect(answer.rows).toEqual([[value]]);
  });

  it('may be NULL anywhere', async () => {
    const answer = await rows(
      `SELECT CASE WHEN i % 9 = 0 THEN i END, CASE WHEN i % 7 = 0 THEN 'x' END FROM range(20) t(i)`,
    );
    expect(answer.map(([number]) => number)).toEqual(
      Array.from({ length: 20 }, (_, i) => (i % 9 === 0 ? String(i) : null)),
    );
    expect(answer.filter(([, text]) => text === 'x')).toHaveLength(3);
  });

  it.each([
    'SELECT 1 AS a, 2 AS a',
    'SELECT count(*), max(delay) FROM ops.flights',
    `PIVOT ops.flights ON origin IN ('DTW', 'HNL') USING sum(delay) GROUP BY date ORDER BY date`,
    'SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1]',
    'SELECT list_transform([1, 2], lambda x: x + 1)',
    'SELECT origin, row_number() OVER (PARTITION BY origin ORDER BY date) FROM ops.flights ORDER BY ALL',
    'SELECT origin, count(*) FROM ops.flights GROUP BY ROLLUP (origin) ORDER BY ALL',
    `SELECT * EXCLUDE (date) REPLACE (delay + 1 AS delay) RENAME (origin AS o) FROM ops.flights ORDER BY ALL`,
    `SELECT COLUMNS('d.*') FROM ops.flights ORDER BY ALL`,
    'SELECT delay FROM ops.flights ORDER BY delay DESC NULLS LAST LIMIT 1 OFFSET 1',
    'SELECT DISTINCT ON (origin) origin FROM ops.flights ORDER BY origin, date',
    'FROM ops.flights SELECT origin WHERE delay IS NULL',
    `SELECT 'it''s', E'a\\nb', $$x$$, -1, 1e3, 0.1::DECIMAL(2,1)`,
    `SELECT date_trunc('month', date), extract(year FROM date) FROM ops.flights ORDER BY ALL`,
    `SELECT origin COLLATE NOCASE = 'dtw' FROM ops.flights ORDER BY ALL`,
    'SELECT 1e3, 1.5e-10, .5, 5., -0.25, 1_000, 123456789012345678901234567890, 5. // 2, true IS TRUE',
    `SELECT * FROM (SELECT 1 AS x) a CROSS JOIN (SELECT 2 AS y) b LEFT JOIN (SELECT 1 AS x, 3 AS z) c ON a.x = c.x`,
    `SELECT * FROM (SELECT 1 AS x) a, (SELECT 2 AS y) b SEMI JOIN (SELECT 2 AS y) c ON b.y = c.y, (SELECT 4 AS d) d`,
    `SELECT * FROM (SELECT 1 AS x) a CROSS JOIN ((SELECT 2 AS y) b CROSS JOIN (SELECT 3 AS z) c)`,
    `SELECT * FROM (SELECT 1 AS x) a, LATERAL (SELECT a.x + 1 AS y) b JOIN (SELECT 2 AS y) c USING (y)`,
    `SELECT origin, date, grouping(origin, date) FROM ops.flights GROUP BY CUBE (origin, date) ORDER BY ALL`,
    `SELECT 1 IN (SELECT 1), EXISTS (SELECT 1), 2 > ALL (SELECT 1), (1, 2) = (1, 2)`,
    `SELECT unnest([1, 2]), generate_series FROM generate_series(1, 2)`,
    `SELECT x FROM (VALUES (1), (2)) v(x) EXCEPT SELECT 1`,
    `UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME n VALUE v`,
    `SELECT f.origin, a.name FROM ops.flights f ASOF JOIN (SELECT DATE '2001-01-01' AS d, 'x' AS name) a ON f.date >= a.d ORDER BY ALL`,
  ])('are those that DuckDB answers: %s', async (sql) => {
    const answer = await rig.ask(sql, sql.includes('ops.flights') ? [flights] : []);
    const plain = await plainAnswer(sql);
    expect(answer.rows).toEqual(plain.rows);
    expect(answer.columns.map(({ type }) => type)).toEqual(plain.columns.map(({ type }) => type));
  });

  it.each([
    'SELECT delay, delay AS d, "origin", count(*) OVER (), delay + 1, -delay FROM ops.flights',
    'SELECT * FROM ops.flights',
  ])('have the names that DuckDB gives them: %s', async (sql) => {
    expect((await rig.ask(sql, [flights])).columns).toEqual((await plainAnswer(sql)).columns);
  });

  it('are refused rather than answered by another statement than was typed', async () => {
    const refusal = await refusalOf(rig.ask('SELECT 1e400'));
    expect([refusal.reason, refusal.message]).toEqual(['sql_syntax', 'line 1, column 1: a number is out of range']);
  });
});

describe('a large result', () => {
  const large = 'SELECT i, i::VARCHAR AS text FROM range(100000) t(i)';

  it('comes in batches of at most 2,048 rows, in order', async () => {
    const answer = await rig.ask(`${large} ORDER BY i`);
    expect(Math.max(...answer.batchSizes)).toBeLessThanOrEqual(2_048);
    expect(answer.rows.map(([i]) => i)).toEqual(Array.from({ length: 100_000 }, (_, i) => String(i)));
  });

  it('comes in batches of at most 1 MiB', async () => {
    const answer = await rig.ask(`SELECT repeat('é', 50000) FROM range(200)`);
    expect(answer.rows).toHaveLength(200);
    expect(Math.max(...answer.batchSizes)).toBeLessThanOrEqual(10);
  });

  it('is cut, and says so, or refused, as the caller chose', async () => {
    const cut = await rig.ask(large, [], { maxRows: 3_000, onMoreRows: 'cut' });
    expect([cut.rows.length, cut.truncated]).toEqual([3_000, true]);
    const whole = await rig.ask(`${large} LIMIT 3000`, [], { maxRows: 3_000, onMoreRows: 'cut' });
    expect([whole.rows.length, whole.truncated]).toEqual([3_000, false]);
    const refusal = await refusalOf(rig.ask(large, [], { maxRows: 3_000 }));
    expect([refusal.reason, refusal.facts]).toEqual(['query_too_large', { limit: '3000', unit: 'rows' }]);
  });

  it('waits for its reader: a worker does not run ahead', async () => {
    const statement = await rig.engine.parse('SELECT i FROM range(100000000) t(i)', within(5_000));
    if (statement.kind !== 'select') throw new Error('not a select');
    const request = { statement, tables: [], functions: [], maxRows: 1e9, onMoreRows: 'refuse' } as const;
    let batches = 0;
    // What other suites have left in this process is none of it; all the rows take 800 MB.
    const before = process.memoryUsage.rss();
    for await (const { kind } of rig.engine.runSelect(request, within(30_000))) {
      if (kind === 'batch') batches++;
      if (batches === 2) await new Promise((resolve) => setTimeout(resolve, 300));
      if (batches === 3) break;
    }
    expect(batches).toBe(3);
    expect(process.memoryUsage.rss() - before).toBeLessThan(512 * 1024 ** 2);
  });
});

describe('limits', () => {
  it('end a statement at its deadline', async () => {
    const refusal = await refusalOf(
      rig.ask(
        'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11',
        [],
        within(500),
      ),
    );
    expect(refusal.reason).toBe('query_timeout');
  });

  it('end a statement that its caller gives up', async () => {
    const controller = new AbortController();
    const asking = rig.ask(
      'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11',
      [],
      within(30_000, controller.signal),
    );
    setTimeout(() => controller.abort(new Error('gone home')), 300);
    await expect(asking).rejects.toThrow('gone home');
  });

  it('refuse one that needs more memory than there is for it', async () => {
    const refusal = await refusalOf(rig.ask('SELECT list(i) FROM range(1000000000) t(i)'));
    expect(refusal.reason).toBe('query_too_large');
    expect(refusal.facts).toEqual({ limit: String(smallWorkers.memoryBytes), unit: 'bytes of memory' });
  });

  it('refuse one that takes memory behind the back of DuckDB', async () => {
    const wide = ['a', 'b', 'c', 'd']
      .map((letter) => `repeat('${letter}', 300000000 + i::INT) AS ${letter}`)
      .join(', ');
    const refusal = await refusalOf(
      rig.ask(`SELECT sum(length(a) + length(b) + length(c) + length(d)) FROM (SELECT ${wide} FROM range(100) t(i))`),
    );
    expect(refusal.reason).toBe('query_too_large');
  });

  it('spill to disk what fits there', async () => {
    const sql = `SELECT sum(n) FROM (SELECT row_number() OVER (ORDER BY hash(i), i) AS n FROM range(6000000) t(i))`;
    expect(await rows(sql)).toEqual([['18000003000000']]);
  });
});

describe('a worker', () => {
  it('that dies is replaced, and takes nobody with it', async () => {
    const status = rig.engine.status().statements;
    expect(status.size).toBe(2);
    await Promise.allSettled([1, 2, 3].map(() => rig.ask('SELECT list(i) FROM range(1000000000) t(i)')));
    expect(await rows('SELECT 1')).toEqual([['1']]);
    expect(rig.engine.status().statements.busy).toBe(0);
  });

  it('does not make others wait for a statement that is slow', async () => {
    const slow = rig.ask(
      'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11',
      [],
      within(3_000),
    );
    expect(await rows('SELECT 2')).toEqual([['2']]);
    await expect(slow).rejects.toThrow('time');
  });

  it('refuses to read a damaged or lost file, and names no path to the caller', async () => {
    const lost = await rig.table('a\n1\n');
    const [file] = lost.files;
    const damaged = { ...lost, files: [{ ...file!, byteCount: 1 }] };
    const reads = (table: typeof lost) =>
      rig.ask('SELECT * FROM b.t', [table]).then(
        () => 'read',
        (error: unknown) => error,
      );
    expect(await reads(damaged)).toMatchObject({ reason: 'source_gone' });
    await unlink(absolutePath(rig.dataFolder, file!.path));
    expect(await reads(lost)).toMatchObject({ reason: 'source_gone', message: expect.not.stringContaining('fil_') });
  });

  it('opens no file that does not lie where tables do', async () => {
    const [file] = flights.files;
    const elsewhere = { ...flights, files: [{ ...file!, path: '../../etc/passwd' }] };
    await expect(rig.ask('SELECT * FROM b.t', [elsewhere])).rejects.toThrow('not the path of a data file');
  });
});

describe('a preview', () => {
  it('answers the first rows', async () => {
    const { columns, rows: shown } = await rig.engine.preview(flights, 2, within(5_000));
    expect(columns.map(({ name }) => name)).toEqual(['date', 'delay', 'origin']);
    expect(shown).toEqual([
      ['2001-01-01T00:47:00', '66', 'DTW'],
      ['2001-01-02T01:10:00', '-5', 'HNL'],
    ]);
  });
});

describe('a syntax error', () => {
  it.each([
    ['selec 1', '0', '1', '1'],
    [`SELECT 'é😀',\n  x FROM FROM y`, '22', '2', '10'],
    ['EXPLAIN SELECT FROM', '19', '1', '20'],
    ['', '0', '1', '1'],
  ])('in %j is told with its place', async (sql, position, line, column) => {
    const refusal = await refusalOf(rig.engine.parse(sql, within(5_000)));
    expect(refusal.reason).toBe('sql_syntax');
    expect(refusal.facts).toEqual({ position, line, column });
  });
});
