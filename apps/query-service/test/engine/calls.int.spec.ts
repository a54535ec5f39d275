import { parseColumnType } from '@easement/domain';
import type { GrantedFunction } from '../../src/engine/sql/granted-function.ts';
import { refusalOf, type Rig, startRig } from './engine-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const made = (expression: string, parameters: Readonly<Record<string, string>>, returns?: string): GrantedFunction => ({
  parameters: Object.entries(parameters).map(([name, type]) => ({ name, type: parseColumnType(type) })),
  returnType: returns === undefined ? undefined : parseColumnType(returns),
  ...{ expression, label: 'ops.f', isForeign: false },
});
const rowsOf = async (sql: string, ...functions: readonly (GrantedFunction | undefined)[]) =>
  (await rig.ask(sql, [], { functions })).rows;

describe('calls of functions', () => {
  const add = made('list_reduce([a, b], (x, y) -> x + y)', { a: 'INTEGER', b: 'INTEGER' });

  it('are answered by the functions, in the order of their first mention', async () => {
    const twice = made('x * 2', { x: 'INTEGER' });
    expect(await rowsOf('SELECT ops.add(1, 2), twice(add(3, 4)), OPS.ADD(5, 6)', add, twice, add)).toEqual([
      ['3', '14', '11'],
    ]);
  });

  it('see values, and never names of the statement that are those of their lambdas', async () => {
    expect(await rowsOf('SELECT add(x, y) FROM (VALUES (1, 20)) AS t(x, y)', add)).toEqual([['21']]);
    const sum = made('list_transform([a], "#values" -> "#values" + b)[1]', { a: 'INTEGER', b: 'INTEGER' });
    expect(await rowsOf('SELECT f("#values", 1) FROM (VALUES (20)) AS t("#values")', sum)).toEqual([['21']]);
    const shadow = made('list_transform([1, 2], a -> a * 10)[2] + a', { a: 'INTEGER' });
    expect(await rowsOf('SELECT f(i) FROM (VALUES (3)) AS t(i)', shadow)).toEqual([['23']]);
  });

  it('take the parameter where an arrow is that of JSON', async () => {
    const field = made(`doc ->> '$.a'`, { doc: 'JSON' }, 'STRING');
    expect(await rowsOf(`SELECT f(d), f(concat(d, '')) FROM (VALUES ('{"a": 1}')) AS t(d)`, field)).toEqual([
      ['1', '1'],
    ]);
  });

  it('cast what they take and answer', async () => {
    const half = made('x / 2', { x: 'INTEGER' }, 'DECIMAL(9,1)');
    const { columns, rows } = await rig.ask(`SELECT f('3') AS half`, [], { functions: [half] });
    expect([columns, rows]).toEqual([[{ name: 'half', type: 'DECIMAL(9,1)' }], [['1.5']]]);
    expect((await refusalOf(rowsOf(`SELECT f('three')`, half))).reason).toBe('invalid_field');
  });

  it('evaluate a value once, and also one that is not used', async () => {
    const same = made('x = x', { x: 'DOUBLE' });
    expect(await rowsOf('SELECT count(*) FROM range(2000) WHERE NOT f(random())', same)).toEqual([['0']]);
    expect(await rowsOf('SELECT list_transform([1, 2], x -> f(x + random()))', same)).toEqual([['[true,true]']]);
    const none = made('1', { x: 'INTEGER' });
    expect(await rowsOf('SELECT f(max(i)) FROM range(5) t(i)', none)).toEqual([['1']]);
  });

  it('are lazy where the expression is', async () => {
    const safe = made('CASE WHEN b = 0 THEN 0 ELSE CAST(a AS INTEGER) END', { a: 'STRING', b: 'INTEGER' });
    expect(await rowsOf(`SELECT f('no number', i) FROM (VALUES (0)) AS t(i)`, safe)).toEqual([['0']]);
  });

  it('stay where a name is a method of DuckDB and no bucket has it', async () => {
    expect(await rowsOf(`SELECT t.upper(), upper(t) FROM (VALUES ('a')) AS v(t)`, undefined)).toEqual([['A', 'A']]);
  });

  it('are refused where nothing was granted, whatever DuckDB has', async () => {
    for (const call of [
      'getenv($$HOME$$)',
      'ops.getenv($$HOME$$)',
      'main.getenv($$HOME$$)',
      'unheard(1)',
      'a.b.f(1)',
    ]) {
      const refusal = await refusalOf(rowsOf(`SELECT ${call}`, undefined));
      expect([call, refusal.reason]).toEqual([call, 'statement_not_supported']);
    }
  });

  it('are refused of an expression that is none, though one was granted', async () => {
    for (const expression of [
      `(SELECT content FROM read_text('/etc/passwd'))`,
      `getenv('HOME')`,
      'ops.f(a)',
      'main.ops.upper(a)',
      'sum(a)',
      'upper(DISTINCT a)',
      'upper(a) FILTER (a = 1)',
      '*',
      '#1',
      'grouping(a)',
      'unnest([a])',
      'COLUMNS(*)',
    ]) {
      const refusal = await refusalOf(rowsOf('SELECT ops.f(1)', made(expression, { a: 'STRING' })));
      expect([expression, refusal.reason]).toEqual([expression, 'statement_not_supported']);
    }
    for (const expression of ['b', 'a.b', 't.a', 'list_transform([1], x -> y)[1]', 'x -> a']) {
      const refusal = await refusalOf(rowsOf('SELECT ops.f(i) FROM range(3) t(i)', made(expression, { a: 'STRING' })));
      expect([expression, refusal.reason]).toEqual([expression, 'unknown_name']);
    }
    for (const expression of [
      'a) + (1',
      'a, a',
      'a AS b',
      'DISTINCT a',
      'a FROM range(3) t(a)',
      'a LIMIT 1',
      '',
      'a -- b',
      'a WHERE true',
    ]) {
      const work = rowsOf('SELECT ops.f(1)', made(expression, { a: 'STRING' }));
      if (expression === 'a -- b') expect(await work).toEqual([['1']]);
      else expect([expression, (await refusalOf(work)).reason]).toEqual([expression, 'sql_syntax']);
    }
  });
});
