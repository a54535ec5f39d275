import { execute } from './query.ts';
import { findRow, insertSql } from './rows.ts';
import { quote, quoteAll } from './schema.ts';
import type { Columns, KeyOf, Row, Table } from './table.ts';
import type { WriteTx } from './transaction.ts';
import { conjunction } from './where.ts';

/** A table that rules lock rows of. */
export type Guarded = { readonly guard: Columns[string] };

/**
 * Reads a row and holds it until commit. What is read afterwards is what the last holder left. Raising the guard takes
 * the lock, on optimistic clusters too; the version stays as it is. Lock parents before children, and several rows of
 * one table in the order of their ids.
 */
export async function lockRow<C extends Columns & Guarded, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  key: KeyOf<C, P>,
): Promise<Row<C> | undefined> {
  const { sql, params } = conjunction(table, key);
  const held = await execute(tx, `UPDATE ${quote(table.name)} SET guard = guard + 1 WHERE ${sql}`, params);
  return held === 0 ? undefined : await findRow(tx, table, key);
}

/**
 * Makes sure that a guard row exists, and holds it until commit: one statement, the first of its transaction, since
 * "insert if absent, then lock" deadlocks under load. `row` is written only if there was none; answers whether it was.
 */
export async function touchGuard<C extends Columns & Guarded, P extends string>(
  tx: WriteTx,
  table: Table<C, P>,
  row: Row<C>,
): Promise<boolean> {
  if (Object.keys(table.uniques).length > 0) {
    throw new TypeError(
      `${table.name} has unique keys besides its primary one, and MySQL would take a clash there for this row`,
    );
  }
  const { sql, params } = insertSql(table, [row]);
  if (tx.dialect === 'mysql') {
    return (await execute(tx, `${sql} ON DUPLICATE KEY UPDATE guard = guard + 1`, params)) === 1;
  }
  const touch = `ON CONFLICT (${quoteAll(table.primary)}) DO UPDATE SET guard = guard + 1`;
  const { rows } = await tx.run(`${sql} ${touch} RETURNING guard`, params);
  return Number(rows[0]?.['guard']) === 0;
}
