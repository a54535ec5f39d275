import { planLines } from './explain-plan.ts';

const columns = new Map([
  ['col_1', { table: 'ops.flights', name: 'delay' }],
  ['col_2', { table: 'ops.flights', name: 'origin' }],
]);
const plan = (node: object) => planLines(JSON.stringify([node]), columns);

describe('planLines', () => {
  it('shows what is done, deeper lines further in', () => {
    const scan = {
      name: 'READ_PARQUET',
      children: [],
      extra_info: { Projections: ['col_1', 'col_2'], Filters: 'col_1>5' },
    };
    const group = { name: 'HASH_GROUP_BY ', children: [scan], extra_info: { Groups: '#0', Aggregates: ['a', 'b'] } };
    expect(plan(group)).toEqual([
      'HASH_GROUP_BY  Groups: #0; Aggregates: a, b',
      '  READ ops.flights  Columns: delay, origin; Filters: delay>5',
    ]);
  });

  it('shows nothing of a table but its columns', () => {
    const info = {
      Function: 'READ_PARQUET',
      'Filename(s)': '/data/x.parquet',
      'Estimated Cardinality': '42',
      'Dynamic Filters': 'col_9 > 7',
      Filters: ['col_9=1'],
    };
    expect(plan({ name: 'READ_PARQUET', children: [], extra_info: info })).toEqual(['READ; Filters: a column=1']);
  });

  it('shows columns by their names wherever an expression is shown', () => {
    const node = { name: 'FILTER', extra_info: { Expression: 'lower(col_2) > col_9', Conditions: ['col_1 = 1'] } };
    expect(plan(node)).toEqual(['FILTER  Expression: lower(origin) > a column; Conditions: delay = 1']);
  });

  it('shows nothing of how rows are hidden', () => {
    const hidden = { name: 'FILTER', extra_info: { Expression: 'col_9 = secret' } };
    const shown = { name: 'CTE_SCAN', extra_info: { 'CTE Index': '0' } };
    const node = (named: string) => ({ name: 'CTE', children: [hidden, shown], extra_info: { 'CTE Name': named } });
    expect(plan({ name: 'PROJECTION', children: [node('#filtered')] })).toEqual(['PROJECTION', '  CTE_SCAN']);
    expect(plan(node('mine'))).toHaveLength(3);
  });

  it('shows no fact that nobody has judged', () => {
    const node = {
      name: 'FILTER',
      extra_info: { Expression: 'x > 1', Statistics: 'min 3', 'Estimated Cardinality': '9' },
    };
    expect(plan(node)).toEqual(['FILTER  Expression: x > 1']);
  });

  it('bears a plan of another shape', () => {
    expect(plan({})).toEqual(['']);
    expect(plan({ name: 'X', children: 'none', extra_info: 'none' })).toEqual(['X']);
  });
});
