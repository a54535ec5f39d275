import type { AnyColumn, Stored } from './column.ts';
import { marks } from './query.ts';
import { quote } from './schema.ts';
import type { AnyTable } from './table.ts';

export type Condition = { readonly sql: string; readonly params: readonly Stored[] };

/** All columns of a row: those of the table but its guard. */
export function rowColumns(table: AnyTable): Readonly<Record<string, AnyColumn>> {
  const { guard: _locksOnly, ...columns } = table.columns;
  return columns;
}

/** Encodes a value for a column of `table`; a name that is no column of it throws, so that none reaches the SQL. */
export function encode(table: AnyTable, name: string, value: unknown): Stored {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined) throw new TypeError(`${table.name} has no column ${name}`);
  if (value === undefined) {
    if (column.initial !== undefined) return column.initial;
    throw new TypeError(`${table.name}.${name} is not given`);
  }
  return value === null ? null : column.encode(value);
}

/** `a = ? AND b IN (?, ?)`. Demands at least one column: whole tables are not read or changed by accident. */
export function conjunction(table: AnyTable, where: object): Condition {
  const parts = Object.entries(where).map(([name, value]) => condition(table, name, value));
  if (parts.length === 0) throw new TypeError(`no condition on ${table.name}: name its organization at least`);
  return { sql: parts.map(({ sql }) => sql).join(' AND '), params: parts.flatMap(({ params }) => params) };
}

function condition(table: AnyTable, name: string, value: unknown): Condition {
  if (Array.isArray(value)) {
    const params = value.map((one: unknown) => encode(table, name, one));
    return { sql: params.length === 0 ? '1 = 0' : `${quote(name)} IN (${marks(params)})`, params };
  }
  const stored = encode(table, name, value);
  return stored === null
    ? { sql: `${quote(name)} IS NULL`, params: [] }
    : { sql: `${quote(name)} = ?`, params: [stored] };
}
