import { type Column, freshName, type Making, turnsHostile, type Type } from './grammar.ts';
import { hostileExpression } from './hostile.ts';
import { query } from './queries.ts';

/** An expression of a type over columns that are in scope. */
export function expression(making: Making, scope: readonly Column[], type: Type, depth: number): string {
  if (turnsHostile(making)) return hostileExpression(making, scope, (sql) => `(SELECT c0 FROM (${sql}) h)`);
  const columns = scope.filter((column) => column.type === type);
  if (depth <= 0 || making.choose.chance(0.2)) {
    return columns.length > 0 && making.choose.chance(0.8) ? making.choose.one(columns).name : literal(making, type);
  }
  const of = (wanted: Type): string => expression(making, scope, wanted, depth - 1);
  switch (type) {
    case 'integer':
      return integer(making, of, scope, depth);
    case 'string':
      return text(making, of, scope, depth);
    case 'boolean':
      return condition(making, of, scope, depth);
  }
}

type Of = (type: Type) => string;

function integer(making: Making, of: Of, scope: readonly Column[], depth: number): string {
  const { one } = making.choose;
  return one([
    () => `(${of('integer')} ${one(['+', '-', '*', '&', '|'])} ${of('integer')} % 97)`,
    () => `length(${of('string')})`,
    () => `coalesce(try_cast(${of('string')} AS INTEGER), ${of('integer')})`,
    () => `CASE WHEN ${of('boolean')} THEN ${of('integer')} ELSE ${of('integer')} END`,
    () => `CASE ${of('integer')} WHEN 1 THEN ${of('integer')} END`,
    () => `abs(${of('integer')} % 1000)`,
    () => `greatest(${of('integer')}, ${of('integer')})`,
    () => `list_sum(list_transform([${of('integer')} % 9, 2], x -> x % 7 + 1))::INTEGER`,
    () => `list_sum([y % 5 for y in [${of('integer')}, 1] if y > 0])::INTEGER`,
    () => `{'k': ${of('integer')}, 'l': ${of('string')}}.k`,
    () => `(SELECT count(*)::INTEGER FROM (${query(making, ['integer'], scope, depth - 1)}) n)`,
    () => `(SELECT max(c0) FROM (${query(making, ['integer'], scope, depth - 1)}) n)`,
    () => `json_extract(json_object('a', ${of('integer')}), '$.a')::INTEGER`,
    () => `extract(year FROM DATE '2020-02-03' + (${of('integer')} % 100)::INTEGER)::INTEGER`,
    () => `instr(${of('string')}, ${of('string')})`,
    () => `books.f_rated(${of('integer')}, ${of('string')})::INTEGER`,
    () => `(row(${of('integer')}, ${of('string')}))[1]`,
    () => `map {'a': ${of('integer')}}['a']`,
  ])();
}

function text(making: Making, of: Of, scope: readonly Column[], depth: number): string {
  const { one } = making.choose;
  const variable = freshName(making, 'x');
  return one([
    () => `${one(['upper', 'lower', 'trim', 'strip_accents', 'md5', 'nfc_normalize'])}(${of('string')})`,
    () => `(${of('string')} || ${of('string')})`,
    () => `concat_ws(',', ${of('string')}, ${of('integer')})`,
    () => `substr(${of('string')}, 1, 5)`,
    () => `(${of('string')})[1:3]`,
    () => `replace(${of('string')}, 'a', ${of('string')})`,
    () => `regexp_replace(${of('string')}, '[aeiou]', '-', 'g')`,
    () => `cast(${of('integer')} AS VARCHAR)`,
    () => `coalesce(nullif(${of('string')}, ''), ${of('string')})`,
    () => `CASE WHEN ${of('boolean')} THEN ${of('string')} ELSE ${of('string')} END`,
    () => `format('{}:{}', ${of('string')}, ${of('integer')})`,
    () => `list_transform([${of('string')}], ${variable} -> ${variable} || '!')[1]`,
    () => `to_json({'a': ${of('string')}, 'b': [${of('integer')}]})::VARCHAR`,
    () => `typeof(${of(one(['integer', 'string', 'boolean']))})`,
    () => `(SELECT min(c0) FROM (${query(making, ['string'], scope, depth - 1)}) n)`,
    () => `(SELECT string_agg(c0, ',' ORDER BY c0) FROM (${query(making, ['string'], scope, depth - 1)}) n)`,
    () => `array_to_string(list_sort(split(${of('string')}, 'e')), '+')`,
  ])();
}

function condition(making: Making, of: Of, scope: readonly Column[], depth: number): string {
  const { one } = making.choose;
  return one([
    () => `${of('integer')} ${one(['<', '>', '=', '<>', '<=', 'IS DISTINCT FROM'])} ${of('integer')}`,
    () => `${of('string')} ${one(['=', '<>', 'LIKE', 'ILIKE', 'NOT LIKE', 'GLOB', '>'])} ${of('string')}`,
    () => `(${of('boolean')} ${one(['AND', 'OR'])} ${of('boolean')})`,
    () => `NOT (${of('boolean')})`,
    () => `${of('string')} IS ${one(['NULL', 'NOT NULL'])}`,
    () => `${of('integer')} BETWEEN ${of('integer')} AND ${of('integer')}`,
    () => `${of('string')} IN (${of('string')}, 'Ada')`,
    () => `${of('integer')} IN (SELECT c0 FROM (${query(making, ['integer'], scope, depth - 1)}) n)`,
    () => `EXISTS (${query(making, ['string'], scope, depth - 1)})`,
    () => `${of('integer')} > ANY (SELECT c0 FROM (${query(making, ['integer'], scope, depth - 1)}) n)`,
    () => `contains(${of('string')}, ${of('string')})`,
    () => `regexp_matches(${of('string')}, 'a.*')`,
  ])();
}

const literals: Readonly<Record<Type, readonly string[]>> = {
  integer: ['0', '1', '7', '42', '-3', '1_000', '5e0::INTEGER', 'NULL', `length('it''s; here')`],
  string: [
    ...[`'Ada'`, `'it''s; -- here'`, `'/* no */'`, `''`, `$$it's; $x$$`, `$tag$ $$ $tag$`, `E'a\\'b\\n;'`],
    ...[`'größe'`, `'中文'`, `'🦆'`, `'e\u0301'`, `'\u202e'`, `'ﬁ'`, `'%'`, 'NULL'],
    // Words that mean something elsewhere mean nothing in a text.
    ...[`'read_text(''/etc/passwd'')'`, `'; DROP SCHEMA granted'`, `'{"a": "$.b"}'`],
  ],
  boolean: ['TRUE', 'FALSE', '1 = 1', 'NULL IS NULL'],
};

function literal({ choose }: Making, type: Type): string {
  return choose.one(literals[type]);
}
