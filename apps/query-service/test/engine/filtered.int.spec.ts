import { bindFilter, formatColumnType, parseFilter, Refusal } from '@easement/domain';
import type { GrantedTable } from '../../src/engine/worker/granted-table.ts';
import { type LoadedTable, type Rig, startRig, within } from './engine-rig.ts';

const secret = 'hidden-by-the-filter';
const rows = [
  `id,name,day,flag,cost,late`,
  `1,Ada,2024-01-01,true,10.25,5`,
  `2,Bob,2024-02-29,false,0.5,-3`,
  `3,Cäsar,2024-03-01,,,`,
  `4,${secret},2024-04-01,true,99.75,500`,
];

let rig: Rig;
let people: LoadedTable;
beforeAll(async () => {
  rig = await startRig();
  const columns = ['id INTEGER', 'name', 'day DATE', 'flag BOOLEAN', 'cost DECIMAL(6,2)', 'late DOUBLE'];
  people = await rig.load({ content: `${rows.join('\n')}\n`, columns });
});
afterAll(() => rig[Symbol.asyncDispose]());

/** The table as an alias shows it: the rows of the filter, and the named columns. */
function shown(filter: string, names?: readonly string[]): GrantedTable {
  const typed = people.columns.map((column) => ({ ...column, type: formatColumnType(column.type) }));
  const columns = names ? people.columns.filter(({ name }) => names.includes(name)) : people.columns;
  return { ...people, columns, filter: { condition: bindFilter(parseFilter(filter), typed), columns: people.columns } };
}

const idsOf = async (filter: string) =>
  (await rig.ask('SELECT id FROM ops.people ORDER BY 1', [shown(filter)])).rows.map(([id]) => Number(id));

it.each<[filter: string, ids: number[]]>([
  [`name = 'Ada'`, [1]],
  [`name <> 'Ada'`, [2, 3, 4]],
  [`name IN ('Ada', 'Bob', 'nobody')`, [1, 2]],
  [`name NOT IN ('Ada')`, [2, 3, 4]],
  [`name LIKE '%äs%' OR name LIKE 'B_b'`, [2, 3]],
  ['id BETWEEN 2 AND 3', [2, 3]],
  ['id > -1 AND NOT (id = 2 OR id = 3)', [1, 4]],
  ['id < 9223372036854775808', [1, 2, 3, 4]],
  [`day >= '2024-02-29' AND day < '2024-04-01'`, [2, 3]],
  ['flag = TRUE', [1, 4]],
  ['flag <> TRUE', [2]],
  ['flag IS NULL', [3]],
  ['cost IS NOT NULL', [1, 2, 4]],
  ['cost > 0.5 AND cost <= 99.75', [1, 4]],
  ['late < 5 OR late >= 500', [2, 4]],
  [`name = 'it''s "none"'`, []],
])('of a table with the filter %s there are the rows %j', async (filter, ids) => {
  expect(await idsOf(filter)).toEqual(ids);
});

describe('what a filter hides', () => {
  const others = `name <> '${secret}'`;
  const onlySome = () => shown(`id < 4 AND (name NOT LIKE '%by%the%' OR cost < 3)`, ['id', 'name', 'late']);

  it('is no part of what is counted, joined, grouped or searched', async () => {
    const answer = await rig.ask(
      `SELECT count(*), max(id), min(name), sum(late),
              (SELECT count(*) FROM ops.people p JOIN ops.people q ON p.id <> q.id),
              (SELECT count(DISTINCT name) FROM ops.people), (SELECT string_agg(name, ',' ORDER BY id) FROM ops.people)
       FROM ops.people`,
      [shown(others)],
    );
    expect(answer.rows[0]?.map(String)).toEqual(['3', '3', 'Ada', '2', '6', '3', 'Ada,Bob,Cäsar']);
  });

  it.each([
    `SELECT count(*) FROM ops.people WHERE CASE WHEN id = 4 THEN CAST(name AS INTEGER) ELSE 1 END > 0`,
    `SELECT count(*) FROM ops.people WHERE 1 / (4 - id) > -100`,
    `SELECT max(CASE WHEN late > 100 THEN CAST(name AS INTEGER) ELSE 1 END) FROM ops.people`,
    `SELECT count(*) FROM ops.people p JOIN ops.people q ON CASE WHEN q.id = 4 THEN CAST(p.name AS INTEGER) ELSE 1 END = q.id`,
    `SELECT id FROM ops.people ORDER BY CASE WHEN id = 4 THEN CAST(name AS INTEGER) ELSE id END LIMIT 1`,
    `SELECT count(*) FROM (SELECT DISTINCT name FROM ops.people) WHERE CASE WHEN name LIKE 'hid%' THEN CAST(name AS INTEGER) ELSE 1 END > 0`,
  ])('makes no statement fail: %s', async (sql) => {
    expect((await rig.ask(sql, [onlySome()])).rows).toHaveLength(1);
    // The same statement fails where the row is there.
    const failing = rig.ask(sql, [people]).then(
      () => sql.includes('1 / (4'),
      (error: unknown) => error instanceof Refusal && !error.message.includes(secret),
    );
    expect(await failing).toBe(true);
  });

  it.each([
    'SELECT cost FROM ops.people',
    'SELECT day FROM ops.people',
    'SELECT people.flag FROM ops.people',
    `SELECT "#filtered".cost FROM ops.people`,
    `SELECT * FROM "#filtered"`,
    'SELECT stats(name) FROM ops.people',
  ])('and what is not shown cannot be named: %s', async (sql) => {
    await expect(rig.ask(sql, [onlySome()])).rejects.toBeInstanceOf(Refusal);
  });

  it('is in no plan, nor is how it is hidden', async () => {
    const sql = 'EXPLAIN SELECT name FROM ops.people WHERE id > 1 AND late < 7';
    const plan = (await rig.ask(sql, [onlySome()])).rows.flat().join('\n');
    expect(plan).toContain('id > 1');
    expect(plan).not.toMatch(/READ|col_|cost|by%the|filtered|<\s*4/);
  });

  it('is in no preview and no export', async () => {
    const preview = await rig.engine.preview(onlySome(), 100, within(10_000));
    expect([preview.columns.map(({ name }) => name), preview.rows.map(([id]) => id)]).toEqual([
      ['id', 'name', 'late'],
      ['1', '2', '3'],
    ]);
    for (const format of ['csv', 'parquet'] as const) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of rig.engine.exportTable(onlySome(), format, within(10_000))) chunks.push(chunk);
      const file = Buffer.concat(chunks);
      expect(file.includes(secret)).toBe(false);
      expect(file.includes('Ada')).toBe(true);
      expect(file.includes('col_')).toBe(false);
    }
  });
});

it('a filter of a table without files shows no rows', async () => {
  const empty = { ...shown('id = 1'), files: [] };
  expect((await rig.ask('SELECT * FROM ops.people', [empty])).rows).toEqual([]);
});
