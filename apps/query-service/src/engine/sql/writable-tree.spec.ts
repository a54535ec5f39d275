import { parseExactly } from './json-text.ts';
import type { JsonObject } from './syntax-tree.ts';
import { makeWritable } from './writable-tree.ts';

const constant = (type: JsonObject, value: string): JsonObject => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: 'kept',
  value: { type, is_null: false, value: parseExactly(value) },
});
const decimal = (width: number, scale: number): JsonObject => ({
  id: 'DECIMAL',
  type_info: { type: 'DECIMAL_TYPE_INFO', width, scale },
});
const castText = (node: JsonObject) =>
  ((node['child'] as JsonObject | undefined)?.['value'] as JsonObject | undefined)?.['value'];

describe('a constant', () => {
  it.each<[JsonObject, string, string | undefined]>([
    [{ id: 'DOUBLE' }, '1000.0', '1000.0'],
    [{ id: 'DOUBLE' }, '1.5e-10', '1.5e-10'],
    [{ id: 'BOOLEAN' }, 'true', 't'],
    [{ id: 'BOOLEAN' }, 'false', 'f'],
    [decimal(1, 1), '5', '0.5'],
    [decimal(2, 2), '-5', '-0.05'],
    [decimal(1, 0), '5', '5'],
    [decimal(3, 1), '105', undefined],
    [{ id: 'INTEGER' }, '5', undefined],
    [{ id: 'VARCHAR' }, '"x"', undefined],
  ])('of type %j is written as what it is: %s', (type, value, text) => {
    const node = constant(type, value);
    makeWritable([node]);
    expect(node['class']).toBe(text === undefined ? 'CONSTANT' : 'CAST');
    expect(castText(node)).toBe(text);
    expect(node['alias']).toBe('kept');
  });

  it('that is NULL stays', () => {
    const node = { class: 'CONSTANT', value: { type: { id: 'DOUBLE' }, is_null: true } };
    makeWritable(node);
    expect(node.class).toBe('CONSTANT');
  });
});

describe('a cross join', () => {
  const table = (name: string): JsonObject => ({ type: 'BASE_TABLE', table_name: name });
  const cross = (left: JsonObject, right: JsonObject): JsonObject => ({ type: 'JOIN', ref_type: 'CROSS', left, right });
  const inner = (left: JsonObject, right: JsonObject): JsonObject => ({
    type: 'JOIN',
    ref_type: 'REGULAR',
    left,
    right,
  });

  it('is a comma by itself and on the left of others', () => {
    const [one, two] = [cross(table('a'), table('b')), table('c')];
    const both = cross(one, two);
    makeWritable(both);
    expect([both['ref_type'], one['ref_type']]).toEqual(['CROSS', 'CROSS']);
  });

  it.each([
    ['below another join', (crossed: JsonObject) => inner(crossed, table('c'))],
    ['on the right', (crossed: JsonObject) => cross(table('c'), crossed)],
    ['deep below another join', (crossed: JsonObject) => inner(cross(crossed, table('c')), table('d'))],
  ])('is a join on true %s', (_, around) => {
    const crossed = cross(table('a'), table('b'));
    makeWritable(around(crossed));
    expect(crossed['ref_type']).toBe('REGULAR');
    expect(crossed['condition']).toMatchObject({ class: 'CAST', cast_type: { id: 'BOOLEAN' } });
  });

  it('is a comma again in a subquery', () => {
    const crossed = cross(table('a'), table('b'));
    const wrapped = { type: 'SUBQUERY', subquery: { node: { type: 'SELECT_NODE', from_table: crossed } } };
    makeWritable(inner(wrapped, table('c')));
    expect(crossed['ref_type']).toBe('CROSS');
  });
});
