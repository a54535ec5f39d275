import type { AnyColumn, Stored } from './column.ts';
import type { ReadTx, WriteTx } from './transaction.ts';

/** What a SELECT answers: its columns by name, as `{ id: idColumn<ShareId>(), links: integerColumn() }`, or a table's. */
export type Shape = Readonly<Record<string, Pick<AnyColumn, 'decode'>>>;
export type Shaped<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]['decode']> };

/**
 * Runs one SELECT of this transaction and decodes its rows by `shape`, since the drivers answer ids and numbers
 * differently. Columns of the answer that `shape` does not name are left out.
 */
export async function query<S extends Shape>(
  tx: ReadTx,
  shape: S,
  sql: string,
  params: readonly Stored[] = [],
): Promise<Shaped<S>[]> {
  const { rows } = await tx.run(sql, params);
  return decodeRows(shape, rows);
}

/** Runs one statement that answers no rows; answers how many rows it met (MySQL counts an upsert that updates as 2). */
export async function execute(tx: WriteTx, sql: string, params: readonly Stored[] = []): Promise<number> {
  const { affected } = await tx.run(sql, params);
  return affected;
}

/** As many placeholders as `values`, for `IN (…)`. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

export function decodeRows<S extends Shape>(shape: S, rows: readonly Readonly<Record<string, unknown>>[]): Shaped<S>[] {
  const columns = Object.entries(shape);
  return rows.map((row) => {
    const decoded: Record<string, unknown> = {};
    for (const [name, column] of columns) decoded[name] = column.decode(row[name]);
    return decoded as Shaped<S>;
  });
}
