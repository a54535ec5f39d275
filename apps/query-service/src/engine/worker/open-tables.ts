import type { DuckDBConnection } from '@duckdb/node-api';
import { grantedSchema, grantedTable } from '../sql/rewrite.ts';
import { assertWhole } from './assert-whole.ts';
import { type GrantedTable, optimizersThatLookBelow, tableQuery } from './granted-table.ts';
import { lockDown } from './instance.ts';

type Options = {
  /** Optimizers that the job has to do without, besides those that look below filters. */
  readonly unwanted?: readonly string[];
  /** Files that the job writes or reads besides those of the tables. */
  readonly files?: readonly string[];
};

/** Locks an instance to the files of the tables and makes these its only tables, for a statement that was rewritten. */
export async function openTables(
  connection: DuckDBConnection,
  tables: readonly GrantedTable[],
  { unwanted = [], files = [] }: Options = {},
): Promise<void> {
  await assertWhole(tables);
  const disabled = [...unwanted, ...(tables.some(({ filter }) => filter) ? [optimizersThatLookBelow] : [])];
  if (disabled.length > 0) await connection.run(`SET disabled_optimizers = '${disabled.join(',')}'`);
  await lockDown(connection, [...files, ...tables.flatMap((table) => table.files.map(({ path }) => path))]);
  await connection.run(`CREATE SCHEMA ${grantedSchema}`);
  for (const [index, table] of tables.entries()) {
    await connection.run(`CREATE VIEW ${grantedSchema}.${grantedTable(index)} AS ${tableQuery(table)}`);
  }
}
