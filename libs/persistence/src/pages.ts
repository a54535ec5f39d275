import { Refusal } from '@easement/domain';
import type { Stored } from './column.ts';
import { orderedIndex } from './ordered-index.ts';
import { selectRows, type Where } from './rows.ts';
import { quote } from './schema.ts';
import type { Columns, Row, Table } from './table.ts';
import type { ReadTx } from './transaction.ts';
import { type Condition, encode } from './where.ts';

/** The values of the ordering columns of the last row that was answered, as the store holds them. */
export type Position = readonly (string | number | bigint)[];

export type PageOrder<C extends Columns> = {
  /** Together they name one row: keyable, not null, the last of them unique within the rest. */
  readonly by: readonly (keyof Row<C> & string)[];
  readonly descending?: boolean;
};

/** How many rows a page has: where the caller names no size, and at most. */
export type PageSizes = { readonly usual: number; readonly most: number };

/** How many rows a page has: the usual where the caller names none, never more than the most. */
export function pageSize(requested: number, { usual, most }: PageSizes): number {
  if (requested < 0 || !Number.isInteger(requested)) {
    throw new Refusal(
      'invalid_field',
      `page_size is ${requested}; give a whole number from 0 (the default) to ${most}`,
      {
        field: 'page_size',
      },
    );
  }
  return requested === 0 ? usual : Math.min(requested, most);
}

/**
 * One page of the rows that match, after a position, and the position after which the next one begins. Rows that come
 * and go meanwhile shift nothing: a page begins after a row, not after a count.
 */
export async function findPage<C extends Columns, P extends string>(
  tx: ReadTx,
  table: Table<C, P>,
  where: Where<C, P>,
  page: PageOrder<C> & { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly rows: Row<C>[]; readonly next: Position | undefined }> {
  const { by, descending = false, size, after } = page;
  const order = by.map((name) => `${quote(name)}${descending ? ' DESC' : ''}`).join(', ');
  const { sql, params } = after === undefined ? { sql: '', params: [] } : beyond(by, after, descending);
  const tail = `${sql === '' ? '' : `AND ${sql} `}ORDER BY ${order} LIMIT ?`;
  const hint = orderedIndex(tx, table, where, by);
  const rows = await selectRows(tx, table, where, tail, [...params, size + 1], hint);
  const last = rows.length > size ? rows[size - 1] : undefined;
  return { rows: rows.slice(0, size), next: last === undefined ? undefined : positionOf(table, by, last) };
}

/** Where in the order of `by` a row lies. */
export function positionOf<C extends Columns, P extends string>(
  table: Table<C, P>,
  by: readonly (keyof Row<C> & string)[],
  row: Row<C>,
): Position {
  return by.map((name) => toPositionPart(encode(table, name, row[name])));
}

/**
 * The condition that a row comes after `position`. Spelled out, since MySQL reads no index range from the comparison of
 * tuples.
 */
export function beyond(by: readonly string[], position: Position, descending = false): Condition {
  if (by.length !== position.length) {
    throw new Refusal('bad_page_token', 'the page token is of another list; start again without one');
  }
  const [name, ...others] = by;
  const [value, ...rest] = position;
  if (name === undefined || value === undefined) throw new TypeError('a page needs a column to order by');
  const sign = descending ? '<' : '>';
  if (others.length === 0) return { sql: `${quote(name)} ${sign} ?`, params: [value] };
  const inner = beyond(others, rest, descending);
  return {
    sql: `(${quote(name)} ${sign}= ? AND (${quote(name)} ${sign} ? OR ${inner.sql}))`,
    params: [value, value, ...inner.params],
  };
}

function toPositionPart(value: Stored): string | number | bigint {
  if (value === null || value instanceof Uint8Array) throw new TypeError('pages are ordered by text and numbers alone');
  return value;
}
