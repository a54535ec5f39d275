import type { Dialect } from './database-url.ts';
import { addColumnSql, createTableSql, dropIndexesSql, indexesSql } from './schema.ts';
import type { AnyTable } from './table.ts';

/** One step of the schema. Numbers run from 1 without a gap; a released migration is never changed. */
export type Migration = {
  readonly number: number;
  readonly title: string;
  readonly statements: (dialect: Dialect) => readonly string[];
};

/** Creates `tables` as they stand, but for what is marked `since` a later migration. */
export function createTables(number: number, tables: readonly AnyTable[]): Migration {
  return {
    number,
    title: `create ${tables.map(({ name }) => name).join(', ')}`,
    statements: (dialect) => tables.flatMap((table) => createTableSql(table, number, dialect)),
  };
}

/** Adds to `tables` the columns and indexes that are marked `since` this migration, and drops those marked `until` it. */
export function extendTables(number: number, tables: readonly AnyTable[]): Migration {
  const statements = (dialect: Dialect) =>
    tables.flatMap((table) => [
      ...Object.entries(table.columns)
        .filter(([, { since }]) => since === number)
        .map(([name, column]) => addColumnSql(table, name, column, dialect)),
      ...indexesSql(table, (since) => since === number, 0),
      ...dropIndexesSql(table, number, dialect),
    ]);
  return { number, title: `extend ${tables.map(({ name }) => name).join(', ')}`, statements };
}

/** Anything else, in the words of each store. */
export function runSql(
  number: number,
  title: string,
  statements: Readonly<Record<Dialect, readonly string[]>>,
): Migration {
  return { number, title, statements: (dialect) => statements[dialect] };
}
