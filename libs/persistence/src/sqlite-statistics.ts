import type { DataSource } from 'typeorm';
import { indexName } from './driver-errors.ts';
import { runOn } from './store.ts';
import { type AnyTable, columnsOf, type Index } from './table.ts';

/** As if ten organizations had as many rows each. */
const rows = 1_000_000;
const rowsOfOrganization = 100_000;

type Statistic = { readonly table: string; readonly index: string; readonly rows: readonly number[] };

/**
 * Tells SQLite's planner what it cannot know of an empty table, and would guess wrongly for ever: that an organization
 * has many rows. Left to itself it takes ten for granted, and reads a whole organization rather than sort a few rows.
 * The figures stand for large tables; small ones are quick by any plan.
 */
export async function teachPlanner(writer: DataSource, tables: readonly AnyTable[]): Promise<void> {
  const runner = writer.createQueryRunner();
  try {
    // Makes the table of statistics, by a table that is always small.
    await runOn(runner, 'ANALYZE migration_applied', []);
    for (const { table, index, rows: figures } of tables.flatMap(statisticsOf)) {
      await runOn(runner, 'DELETE FROM sqlite_stat1 WHERE tbl = ? AND idx = ?', [table, index]);
      const figuresText = [rows, ...figures].join(' ');
      await runOn(runner, 'INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [table, index, figuresText]);
    }
    await runOn(runner, 'ANALYZE sqlite_schema', []);
  } finally {
    await runner.release();
  }
}

/** For each index, how many rows have the same first column, the same first two, and so on. */
export function statisticsOf(table: AnyTable): Statistic[] {
  const { name, primary, uniques, indexes } = table;
  const named: [string, Index<string>][] = [...Object.entries(uniques), ...Object.entries(indexes)];
  const keys: [string, readonly string[]][] = [
    // Without a ROWID, the table is its own primary key.
    [name, primary],
    ...named.map(([key, index]): [string, readonly string[]] => [indexName(table, key), columnsOf(index)]),
  ];
  return keys.map(([index, columns]) => ({
    table: name,
    index,
    rows: columns.map((_, place) => sameIn(columns, place)),
  }));
}

/** Each further column narrows, the last ones most, as ids do: down to one row for all of them. */
function sameIn(columns: readonly string[], place: number): number {
  if (place === columns.length - 1) return 1;
  return Math.round(rowsOfOrganization ** (1 - (place / (columns.length - 1)) ** 2));
}
