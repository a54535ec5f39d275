import { indexName } from './driver-errors.ts';
import { quote } from './schema.ts';
import { type AnyTable, columnsOf } from './table.ts';
import type { ReadTx } from './transaction.ts';

/**
 * Tells MySQL which index holds what `where` matches in the order of `by`, where the table has one: what stands behind the
 * name of the table, or nothing. By itself the optimizer guesses: where many rows match it reads the primary key, whose
 * order is right as well, and passes over whatever lies before them. SQLite is told how large tables get (ADR 0009).
 */
export function orderedIndex(
  { dialect }: Pick<ReadTx, 'dialect'>,
  table: AnyTable,
  where: object,
  by: readonly string[],
): string {
  const equal = Object.entries(where).filter(([, value]) => value !== undefined);
  if (dialect !== 'mysql' || equal.some(([, value]) => Array.isArray(value))) return '';
  const names = new Set(equal.map(([name]) => name));
  const indexes = Object.entries({ ...table.indexes, ...table.uniques });
  const fitting = indexes.find(([, index]) => isOrdered(columnsOf(index), names, by));
  return fitting ? ` FORCE INDEX (${quote(indexName(table, fitting[0]))})` : '';
}

/** Whether the index begins with just these columns, in whatever order, and goes on with the order that is wanted. */
function isOrdered(columns: readonly string[], equal: ReadonlySet<string>, by: readonly string[]): boolean {
  const [first, rest] = [columns.slice(0, equal.size), columns.slice(equal.size, equal.size + by.length)];
  return first.length === equal.size && first.every((name) => equal.has(name)) && rest.join() === by.join();
}
