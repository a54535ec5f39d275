import { assertRewritten, rewriteTables } from './rewrite.ts';
import type { JsonObject } from './syntax-tree.ts';

const base = (schema: string, name: string, alias = ''): JsonObject => ({
  type: 'BASE_TABLE',
  alias,
  schema_name: schema,
  table_name: name,
});
const column = (...names: string[]): JsonObject => ({ class: 'COLUMN_REF', type: 'COLUMN_REF', column_names: names });
const select = (table: JsonObject, ...columns: JsonObject[]): JsonObject => ({
  type: 'SELECT_NODE',
  select_list: columns,
  from_table: table,
});
const join = (left: JsonObject, right: JsonObject): JsonObject => ({ type: 'JOIN', left, right });

describe('rewriteTables', () => {
  it('puts granted tables in the place of names and keeps the names as aliases', () => {
    const [flights, airports] = [base('Ops', 'Flights'), base('ops', 'airports', 'a')];
    rewriteTables({ node: select(join(flights, airports)) }, [
      ['ops', 'flights'],
      ['ops', 'airports'],
    ]);
    expect(flights).toMatchObject({ schema_name: 'granted', table_name: 't0', alias: 'Flights' });
    expect(airports).toMatchObject({ schema_name: 'granted', table_name: 't1', alias: 'a' });
  });

  it.each([
    [
      ['ops', 'flights', 'delay'],
      ['Flights', 'delay'],
    ],
    [
      ['FLIGHTS', 'delay'],
      ['Flights', 'delay'],
    ],
    [['delay'], ['delay']],
    [
      ['other', 'delay'],
      ['other', 'delay'],
    ],
    [
      ['ops', 'flights', 'gate', 'number'],
      ['Flights', 'gate', 'number'],
    ],
  ])('finds the table of the column %j', (names, expected) => {
    const reference = column(...names);
    rewriteTables({ node: select(base('ops', 'Flights'), reference) }, [['ops', 'flights']]);
    expect(reference['column_names']).toEqual(expected);
  });

  it('does not touch columns of a table that has an alias', () => {
    const reference = column('flights', 'delay');
    rewriteTables({ node: select(base('ops', 'flights', 'f'), reference) }, [['ops', 'flights']]);
    expect(reference['column_names']).toEqual(['flights', 'delay']);
  });

  it('tells tables of one name apart by their buckets', () => {
    const [one, two, reference] = [base('a', 't'), base('b', 't'), column('b', 't', 'x')];
    rewriteTables({ node: select(join(one, two), reference) }, [
      ['a', 't'],
      ['b', 't'],
    ]);
    expect([one['alias'], two['alias'], reference['column_names']]).toEqual(['a.t', 'b.t', ['b.t', 'x']]);
  });

  it('looks for a table from the inside out', () => {
    const reference = column('flights', 'delay');
    const inner = select(base('old', 'FLIGHTS'), reference);
    const outer = select(base('ops', 'flights'), { class: 'SUBQUERY', type: 'SUBQUERY', subquery: { node: inner } });
    rewriteTables({ node: outer }, [
      ['ops', 'flights'],
      ['old', 'flights'],
    ]);
    expect(reference['column_names']).toEqual(['FLIGHTS', 'delay']);
  });

  it('fails for a table that was not named', () => {
    expect(() => rewriteTables({ node: select(base('ops', 'x')) }, [])).toThrow('did not name before');
  });
});

describe('assertRewritten', () => {
  it('lets granted tables pass, and no other', () => {
    const granted = { node: select(base('granted', 't1', 'x')) };
    expect(() => assertRewritten(granted, [0, 1])).not.toThrow();
    expect(() => assertRewritten(granted, [0])).toThrow('another table');
    expect(() => assertRewritten({ node: select(base('', 't0')) }, [0, 1])).toThrow('another table');
  });
});
