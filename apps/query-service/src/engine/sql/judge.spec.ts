import { Refusal } from '@easement/domain';
import { allowedScalarFunctions, allowedTableFunctions } from './allowed-functions.ts';
import { judge, tableKey } from './judge.ts';
import type { Json, JsonObject } from './syntax-tree.ts';

/** Trees as DuckDB serializes them, as small as they can be. */
const select = (more: JsonObject): JsonObject => ({ type: 'SELECT_NODE', select_list: [], ...more });
const statement = (node: JsonObject): JsonObject => ({ node });
const base = (name: string, schema = '', more: JsonObject = {}): JsonObject => ({
  type: 'BASE_TABLE',
  schema_name: schema,
  table_name: name,
  query_location: 0,
  ...more,
});
const from = (table: JsonObject, more: JsonObject = {}) => select({ from_table: table, ...more });
const call = (name: string, children: Json[] = []): JsonObject => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  function_name: name,
  children,
});
const subquery = (node: JsonObject): JsonObject => ({ class: 'SUBQUERY', type: 'SUBQUERY', subquery: { node } });
const ctes = (...entries: [string, JsonObject][]): JsonObject => ({
  cte_map: { map: entries.map(([key, node]) => ({ key, value: { query: { node } } })) },
});

const tables = (node: JsonObject) => judge(statement(node), 'SELECT …').tables.map(({ parts }) => parts.join('.'));
const refusal = (node: JsonObject): Refusal => {
  try {
    tables(node);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the tables of a statement', () => {
  it('are found in joins, subqueries, lateral joins and expressions', () => {
    const join = {
      type: 'JOIN',
      left: base('a', 'b1'),
      right: { type: 'SUBQUERY', subquery: { node: from(base('c', 'b1')) } },
    };
    const where = { class: 'OPERATOR', type: 'NOT', children: [subquery(from(base('d', 'b2')))] };
    expect(tables(from(join, { where_clause: where }))).toEqual(['b1.a', 'b1.c', 'b2.d']);
  });

  it('are named once, whatever their case', () => {
    expect(tables(from({ type: 'JOIN', left: base('ČÍSLA', 'Ops'), right: base('čísla', 'ops') }))).toEqual([
      'Ops.ČÍSLA',
    ]);
  });

  it('are not the CTEs in scope', () => {
    const body = from({ type: 'JOIN', left: base('x'), right: base('X') });
    expect(tables({ ...body, ...ctes(['x', from(base('t', 'b'))]) })).toEqual(['b.t']);
  });

  it('are CTEs no longer where a bucket is named, or outside the scope', () => {
    const inner = { ...from(base('x')), ...ctes(['x', select({})]) };
    const outer = { type: 'JOIN', left: { type: 'SUBQUERY', subquery: { node: inner } }, right: base('x') };
    expect(tables(from(outer))).toEqual(['x']);
    expect(tables({ ...from(base('x', 'main')), ...ctes(['x', select({})]) })).toEqual(['main.x']);
  });

  it('are seen by a CTE of the same name, and by those before it', () => {
    expect(tables({ ...from(base('x')), ...ctes(['x', from(base('x'))]) })).toEqual(['x']);
    expect(tables({ ...from(base('a')), ...ctes(['a', from(base('b'))], ['b', select({})]) })).toEqual(['b']);
  });

  it('are not a recursive CTE in its second half, and are in its first', () => {
    const recursive = { type: 'RECURSIVE_CTE_NODE', cte_name: 'r', left: from(base('r')), right: from(base('r')) };
    expect(tables({ ...from(base('r')), ...ctes(['r', recursive]) })).toEqual(['r']);
    const seeded = { ...recursive, left: select({}) };
    expect(tables({ ...from(base('r')), ...ctes(['r', seeded]) })).toEqual([]);
  });
});

describe('what is not known', () => {
  it.each<[string, JsonObject]>([
    ['a kind of query', { type: 'STATEMENT_NODE' }],
    ['a kind of table', from({ type: 'SHOW_REF', table_name: 'x' })],
    [
      'a kind of expression',
      select({ select_list: [{ class: 'PARAMETER', type: 'VALUE_PARAMETER', identifier: '1' }] }),
    ],
    ['a kind named like a method of objects', from({ type: 'constructor' })],
    ['a modifier', select({ modifiers: [{ type: 'SOMETHING_MODIFIER' }] })],
    [
      'a type',
      select({ select_list: [{ class: 'CAST', child: { class: 'STAR', type: 'STAR' }, cast_type: { id: 'ANY' } }] }),
    ],
    [
      'a type by name',
      select({
        select_list: [
          {
            class: 'CAST',
            cast_type: { id: 'UNBOUND', type_info: { type: 'UNBOUND_TYPE_INFO', name: 'regclass' } },
          },
        ],
      }),
    ],
    ['a field', from(base('t', 'b', { new_clause: 'x' }))],
    ['a field that is never set', from(base('t', 'b', { at_clause: { unit: 'VERSION' } }))],
    ['a node where a text is expected', from(base('t', 'b', { column_name_alias: [{ class: 'FUNCTION' }] }))],
    ['a text where a node is expected', select({ from_table: 'x' })],
    [
      'a query in place of the list of PIVOT',
      from({ type: 'PIVOT', source: base('t', 'b'), pivots: [{ pivot_enum: 'x' }] }),
    ],
    ['another form of WITH', { ...select({}), cte_map: { other: [] } }],
    ['a call in FROM that is no call', from({ type: 'TABLE_FUNCTION', function: { class: 'STAR', type: 'STAR' } })],
    ['a state of an aggregate', select({ select_list: [{ ...call('sum'), export_state: true }] })],
  ])('is refused: %s', (_, node) => {
    expect(refusal(node).reason).toBe('statement_not_supported');
  });

  it('is let through where it says nothing', () => {
    expect(tables(from(base('t', 'b', { new_clause: [], at_clause: null, other: false })))).toEqual(['b.t']);
  });
});

describe('functions', () => {
  it.each(['sum', 'UPPER', '+', 'list_transform', 'row_number'])('include %s', (name) => {
    expect(tables(select({ select_list: [call(name)] }))).toEqual([]);
  });

  const others = ['getenv', 'stats', 'current_setting', 'nextval', 'query', 'error', 'read_text', 'tostring'];
  it.each(others)('of other names, as %s, are for a bucket to have', (name) => {
    const text = 'SELECT …';
    const nested = select({ select_list: [call('upper', [call(name), call(name.toUpperCase())])] });
    expect(judge(statement(nested), text).functions).toEqual([{ parts: [name], isBuiltIn: false, offset: 0 }]);
    const window = { ...call(name), class: 'WINDOW', type: 'WINDOW_AGGREGATE' };
    expect(refusal(select({ select_list: [window] })).reason).toBe('statement_not_supported');
  });

  it.each(['', 'a/b', '::', ' '])('have a name that a bucket may give, which %j is not', (name) => {
    expect(refusal(select({ select_list: [call(name)] })).message).toContain(`${name}()`);
    expect(refusal(select({ select_list: [{ ...call('f'), schema: 'a/b' }] })).message).toContain('f()');
    expect(refusal(select({ select_list: [{ ...call('^^'), is_operator: true }] })).message).toContain('^^()');
  });

  it.each([
    ['ops', 'taxed', [{ parts: ['ops', 'taxed'], isBuiltIn: false, offset: 0 }]],
    ['ops', 'Upper', [{ parts: ['ops', 'Upper'], isBuiltIn: true, offset: 0 }]],
    ['main', 'taxed', [{ parts: ['main', 'taxed'], isBuiltIn: false, offset: 0 }]],
    ['MAIN', 'upper', []],
  ] as const)('of a bucket are named with it: %s.%s', (schema, name, expected) => {
    expect(judge(statement(select({ select_list: [{ ...call(name), schema }] })), 'SELECT …').functions).toEqual(
      expected,
    );
  });

  it('are fewer in FROM', () => {
    expect(tables(from({ type: 'TABLE_FUNCTION', function: call('range') }))).toEqual([]);
    for (const name of ['read_csv', 'upper', 'query_table', 'histogram']) {
      expect(refusal(from({ type: 'TABLE_FUNCTION', function: call(name) })).message).toContain(`${name}()`);
    }
  });

  it('are each listed once, in lower case', () => {
    for (const name of [...allowedScalarFunctions, ...allowedTableFunctions])
      expect(name).toBe(name.toLowerCase().trim());
    expect(allowedScalarFunctions.has('')).toBe(false);
  });
});

describe('names', () => {
  it.each(['x.csv', '/etc/passwd', 's3://b/x', 'a b ', '*', 'a\u200bb'])('of tables are not %j', (name) => {
    expect(refusal(from(base(name, 'b'))).message).toContain('no name of a table');
  });

  it.each(['/etc/passwd', 'x.csv', 'duckdb_views', 'PG_class', 'sqlite_master', 'information_schema'])(
    'of CTEs are not %j',
    (name) => {
      expect(refusal({ ...select({}), ...ctes([name, select({})]) }).reason).toBe('statement_not_supported');
    },
  );

  it('with the same key mean the same table', () => {
    expect(tableKey(['Ops', 'ČÍSLA'])).toBe(tableKey(['OPS', 'čísla']));
    expect(tableKey(['a', 'b'])).not.toBe(tableKey(['a b']));
  });
});
