import type { Stored } from './column.ts';
import { decodeRows, execute, marks } from './query.ts';
import { quote, quoteAll } from './schema.ts';
import type { AnyTable, Columns, KeyOf, Row, Table } from './table.ts';
import type { ReadTx, WriteTx } from './transaction.ts';
import { conjunction, encode, rowColumns } from './where.ts';

type Matching<C extends Columns> = { readonly [K in keyof Row<C>]?: Row<C>[K] | readonly Row<C>[K][] };
type Tenant = 'organization_id';

/**
 * Columns and what they equal; a list means any of its values, null means null. The organization is always named, but
 * for tables that are above organizations.
 */
export type Where<C extends Columns, P extends string> = Matching<C> &
  (Tenant extends P ? Required<Pick<Matching<C>, Tenant & keyof Matching<C>>> : unknown);

const largestInsert = 500;

/** Inserts `rows` by as few statements as MySQL's packet size allows. A duplicate throws what `isDuplicate` knows. */
export async function insertRows<C extends Columns, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  rows: readonly Row<C>[],
): Promise<void> {
  await insertCheckedRows(tx, table, rows);
}

/** The same, for rows of which it was checked before that they are of the table. */
export async function insertCheckedRows(tx: WriteTx, table: AnyTable, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += largestInsert) {
    const { sql, params } = insertSql(table, rows.slice(start, start + largestInsert));
    await execute(tx, sql, params);
  }
}

export async function insertRow<C extends Columns, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  row: Row<C>,
): Promise<void> {
  await insertRows(tx, table, [row]);
}

/** The row with this key, as this transaction sees it. */
export async function findRow<C extends Columns, P extends string>(
  tx: ReadTx,
  table: Table<C, P>,
  key: KeyOf<C, P>,
): Promise<Row<C> | undefined> {
  const [row] = await selectRows(tx, table, key, '');
  return row;
}

/** All rows that match, in the order of the primary key. For lists that callers see, `findPage`. */
export async function findRows<C extends Columns, P extends string>(
  tx: ReadTx,
  table: Table<C, P>,
  where: Where<C, P>,
): Promise<Row<C>[]> {
  return await selectRows(tx, table, where, `ORDER BY ${quoteAll(table.primary)}`);
}

/**
 * Raises the version where the table has one, and answers how many rows there were. With the version in `where` it is
 * an optimistic lock: 0 means that somebody was faster.
 */
export async function updateRows<C extends Columns, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  where: Where<C, P>,
  changes: Partial<Row<C>>,
): Promise<number> {
  const names = Object.keys(changes);
  const sets = names.map((name) => `${quote(name)} = ?`);
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.isVersion === true && !names.includes(name)) sets.push(`${quote(name)} = ${quote(name)} + 1`);
  }
  if (sets.length === 0) throw new TypeError(`no change to ${table.name} is given`);
  const { sql, params } = conjunction(table, where);
  return await execute(tx, `UPDATE ${quote(table.name)} SET ${sets.join(', ')} WHERE ${sql}`, [
    ...names.map((name) => encode(table, name, (changes as Record<string, unknown>)[name])),
    ...params,
  ]);
}

/** Deletes the rows that match and answers how many there were. */
export async function deleteRows<C extends Columns, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  where: Where<C, P>,
): Promise<number> {
  const { sql, params } = conjunction(table, where);
  return await execute(tx, `DELETE FROM ${quote(table.name)} WHERE ${sql}`, params);
}

/** How many rows match. */
export async function countRows<C extends Columns, P extends string>(
  tx: ReadTx,
  table: Table<C, P>,
  where: Where<C, P>,
): Promise<number> {
  const { sql, params } = conjunction(table, where);
  const { rows } = await tx.run(`SELECT COUNT(*) AS matches FROM ${quote(table.name)} WHERE ${sql}`, params);
  return Number(rows[0]?.['matches']);
}

export async function selectRows<C extends Columns, P extends string>(
  tx: ReadTx,
  table: Table<C, P>,
  where: object,
  tail: string,
  tailParams: readonly Stored[] = [],
  hint: string = '',
): Promise<Row<C>[]> {
  const { sql, params } = conjunction(table, where);
  const columns = rowColumns(table);
  const select = `SELECT ${quoteAll(Object.keys(columns))} FROM ${quote(table.name)}${hint} WHERE ${sql} ${tail}`;
  const { rows } = await tx.run(select, [...params, ...tailParams]);
  return decodeRows(columns, rows) as unknown as Row<C>[];
}

/** `INSERT INTO …` with one tuple a row; what follows on conflict is the caller's. */
export function insertSql(
  table: AnyTable,
  rows: readonly object[],
): { readonly sql: string; readonly params: Stored[] } {
  const names = Object.keys(rowColumns(table));
  const tuple = `(${marks(names)})`;
  return {
    sql: `INSERT INTO ${quote(table.name)} (${quoteAll(names)}) VALUES ${rows.map(() => tuple).join(', ')}`,
    params: rows.flatMap((row) => names.map((name) => encode(table, name, (row as Record<string, unknown>)[name]))),
  };
}
