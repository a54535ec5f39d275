import { nameKey } from '@easement/domain';
import { partsOfTable, tableKey } from './judge.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { textOf, walkStatement, type Scope } from './walk.ts';

/** The schema of a worker's instance that holds what a statement was granted, and nothing else. */
export const grantedSchema = 'granted';

/** The name of the table that a statement mentions as its `index`-th. */
export function grantedTable(index: number): string {
  return `t${index}`;
}

/**
 * Puts the granted tables in the place of the names, in the tree itself. `names` are those that judge answered, in
 * order, and `places` where each is among the granted tables. Each table keeps its own name as alias, so that `flights.delay` and `ops.flights.delay` still find it; names
 * are compared as the catalog compares them, which DuckDB does for ASCII alone.
 */
export function rewriteTables(
  statement: Json,
  names: readonly (readonly string[])[],
  places: readonly number[] = names.map((_, index) => index),
): void {
  const indexes = new Map(names.map((parts, index) => [tableKey(parts), places[index]]));
  const renamed: (() => void)[] = [];
  walkStatement(statement, {
    table: (node, scope) => {
      const index = indexes.get(tableKey(partsOfTable(node)));
      if (index === undefined) throw new Error('the statement names a table that it did not name before');
      const alias = textOf(node, 'alias') || aliasOf(node, scope);
      renamed.push(() =>
        Object.assign(node, {
          catalog_name: '',
          schema_name: grantedSchema,
          table_name: grantedTable(index),
          alias,
        }),
      );
    },
    column: (node, scope) => {
      const names = requalify(stringsOf(node, 'column_names'), scope);
      renamed.push(() => Object.assign(node, { column_names: names }));
    },
    call: () => undefined,
    cteName: () => undefined,
  });
  // Only now: while walking, a column is matched against the names that the FROM around it was written with.
  for (const rename of renamed) rename();
}

/** Fails unless every table of the tree is a granted one: the proof that what was written back is what was judged. */
export function assertRewritten(statement: Json, places: readonly number[]): void {
  const granted = new Set(places.map((place) => `${grantedSchema}.${grantedTable(place)}`));
  walkStatement(statement, {
    table: (node) => {
      if (!granted.has(partsOfTable(node).join('.'))) throw new Error('the rewritten statement names another table');
    },
    call: () => undefined,
    column: () => undefined,
    cteName: () => undefined,
  });
}

/** The table's own name; with the bucket before it where the same FROM has two tables of that name. */
function aliasOf(node: JsonObject, { froms: [from = []] }: Scope): string {
  const name = textOf(node, 'table_name');
  const key = tableKey(partsOfTable(node));
  const isTwice = from.some(
    (other) =>
      textOf(other, 'alias') === '' &&
      nameKey(textOf(other, 'table_name')) === nameKey(name) &&
      tableKey(partsOfTable(other)) !== key,
  );
  return isTwice ? partsOfTable(node).join('.') : name;
}

/** Turns `ops.flights.delay` and `FLIGHTS.delay` into what the alias of that table is. */
function requalify(names: string[], scope: Scope): string[] {
  for (const [depth, from] of scope.froms.entries()) {
    const around = { ...scope, froms: scope.froms.slice(depth) };
    for (const table of from) {
      if (textOf(table, 'alias') !== '') continue;
      const parts = partsOfTable(table);
      const alias = aliasOf(table, around);
      if (startsWith(names, parts)) return [alias, ...names.slice(parts.length)];
      if (startsWith(names, parts.slice(-1)) && alias === parts.at(-1)) return [alias, ...names.slice(1)];
    }
  }
  return names;
}

/** Whether `names` is `prefix` and at least a column behind it. */
function startsWith(names: readonly string[], prefix: readonly string[]): boolean {
  if (names.length <= prefix.length) return false;
  return prefix.every((part, at) => nameKey(part) === nameKey(names[at] ?? ''));
}

function stringsOf(node: JsonObject, field: string): string[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
