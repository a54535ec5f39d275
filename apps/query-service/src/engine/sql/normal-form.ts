import { isUnset, textOf, isObject } from './walk.ts';
import type { Json, JsonObject } from './syntax-tree.ts';

/**
 * One text for all trees that mean the same statement: without places and unset fields, with the two forms made one
 * that DuckDB itself swaps when it writes a tree as SQL. Equal texts prove that what was written back is what was judged.
 */
export function normalForm(value: Json): string {
  return JSON.stringify(normal(value));
}

function normal(value: Json): Json {
  if (Array.isArray(value)) return value.map(normal);
  if (!isObject(value)) return value;
  const fields = Object.entries(value)
    .filter(([name, field]) => name !== 'query_location' && !isUnset(field))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, normal(field)] as const);
  return withoutWrapper(withGroups(Object.fromEntries(fields)));
}

/** `(VALUES …) AS valueslist` is read as a subquery that selects all of a list of values: the list itself. */
function withoutWrapper(node: JsonObject): JsonObject {
  const query = textOf(node, 'type') === 'SUBQUERY' ? selectAll(node['subquery'] ?? null) : undefined;
  const isWrapper =
    query !== undefined && textOf(node, 'alias') === textOf(query, 'alias') && keysOf(node) === 'alias,subquery,type';
  return isWrapper ? query : node;
}

/** The list of values of `SELECT * FROM (VALUES …)`, if it is just that. */
function selectAll(statement: Json): JsonObject | undefined {
  const select = isObject(statement) ? (statement['node'] ?? null) : null;
  if (!isObject(select) || keysOf(select) !== 'aggregate_handling,from_table,select_list,type') return undefined;
  const from = select['from_table'] ?? null;
  const isAll = JSON.stringify(select['select_list']) === '[{"class":"STAR","type":"STAR"}]';
  return isAll && isObject(from) && textOf(from, 'type') === 'EXPRESSION_LIST' ? from : undefined;
}

/** Grouping sets name their expressions by position; here each set holds them, and neither order matters. */
function withGroups(node: JsonObject): JsonObject {
  const { group_expressions: expressions, group_sets: sets, ...rest } = node;
  if (!Array.isArray(expressions) || !Array.isArray(sets)) return node;
  const named = sets.map((set) =>
    Array.isArray(set) ? set.map((at) => JSON.stringify(expressions[Number(at)])).sort() : [],
  );
  return { ...rest, group_sets: named.map((set) => set.join(' ')).sort() };
}

function keysOf(node: JsonObject): string {
  return Object.keys(node).join();
}
