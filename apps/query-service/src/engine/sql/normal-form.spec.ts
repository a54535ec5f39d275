import { normalForm } from './normal-form.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { parseExactly } from './json-text.ts';

const list: JsonObject = { type: 'EXPRESSION_LIST', alias: 'valueslist', values: [[1], [2]] };
const star: JsonObject = { class: 'STAR', type: 'STAR' };
const selectAll = (from: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'SELECT_NODE',
  select_list: [star],
  from_table: from,
  aggregate_handling: 'STANDARD_HANDLING',
  ...more,
});
const wrapped = (node: JsonObject, alias = 'valueslist'): JsonObject => ({
  type: 'SUBQUERY',
  alias,
  subquery: { node },
});

describe('trees that mean the same', () => {
  it.each<[string, Json, Json]>([
    ['whatever their places', { a: 1, query_location: 5 }, { a: 1, query_location: 9 }],
    ['whatever the order of fields', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['whether unset fields are written or not', { a: 1, b: null, c: [], d: false, e: '' }, { a: 1 }],
    ['whether a list of values is wrapped or not', selectAll(list), selectAll(wrapped(selectAll(list)))],
    [
      'whatever the order of grouping sets',
      { group_expressions: ['x', 'y'], group_sets: [[0], [0, 1], []] },
      { group_expressions: ['y', 'x'], group_sets: [[], [1], [0, 1]] },
    ],
  ])('have one form, %s', (_, one, two) => {
    expect(normalForm(one)).toBe(normalForm(two));
  });
});

describe('trees that differ', () => {
  it.each<[string, Json, Json]>([
    ['in a value', { a: 1 }, { a: 2 }],
    ['in a digit that JavaScript would round away', parseExactly('9007199254740993'), parseExactly('9007199254740992')],
    ['in how a number is written', parseExactly('1.0'), parseExactly('1')],
    ['in the order of a list', ['a', 'b'], ['b', 'a']],
    ['in the name of a list of values', selectAll(list), selectAll(wrapped(selectAll(list), 'other'))],
    ['in what is selected of a list', selectAll(list), selectAll(wrapped(selectAll(list, { where_clause: star })))],
    [
      'in a grouping set',
      { group_expressions: ['x', 'y'], group_sets: [[0]] },
      { group_expressions: ['x', 'y'], group_sets: [[1]] },
    ],
  ])('have two, %s', (_, one, two) => {
    expect(normalForm(one)).not.toBe(normalForm(two));
  });
});
