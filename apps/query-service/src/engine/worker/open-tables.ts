import type { DuckDBConnection } from '@duckdb/node-api';
import { type ColumnType, formatColumnType } from '@easement/domain';
import type { InferredColumn } from '../rows/load-job.ts';
import { describedColumns } from '../rows/described-columns.ts';
import { planningErrors, readDuckdbError } from './duckdb-error.ts';
import { grantedSchema, grantedTable } from '../sql/rewrite.ts';
import { assertWhole } from './assert-whole.ts';
import {
  type GrantedTable,
  type GrantedView,
  noLongerFits,
  optimizersThatLookBelow,
  tableQuery,
} from './granted-table.ts';
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
  const disabled = [
    ...unwanted,
    ...(tables.some(({ filter, view }) => filter ?? view?.isBarrier) ? [optimizersThatLookBelow] : []),
  ];
  if (disabled.length > 0) await connection.run(`SET disabled_optimizers = '${disabled.join(',')}'`);
  await lockDown(connection, [...files, ...tables.flatMap((table) => table.files.map(({ path }) => path))]);
  await connection.run(`CREATE SCHEMA ${grantedSchema}`);
  const ordered = [...tables.entries()].sort(([, one], [, other]) => depthOf(one) - depthOf(other));
  for (const [index, table] of ordered) {
    if (table.view) await assertFits(connection, table, table.view);
    await connection.run(`CREATE VIEW ${grantedSchema}.${grantedTable(index)} AS ${tableQuery(table)}`);
  }
}

/** Tables first, then views above what they read. */
function depthOf({ view }: GrantedTable): number {
  return view ? view.depth : -1;
}

/** Refuses `source_gone` where the columns of what a view reads have changed so that its SELECT gives others, or none. */
async function assertFits(connection: DuckDBConnection, { columns }: GrantedTable, view: GrantedView): Promise<void> {
  const found = await columnsOf(connection, view.text);
  if (found !== undefined && columns.every(({ type }, index) => isSame(found[index], type, view.fields[index]))) return;
  throw noLongerFits(view);
}

async function columnsOf(connection: DuckDBConnection, sql: string): Promise<readonly InferredColumn[] | undefined> {
  try {
    return describedColumns(await connection.prepare(sql));
  } catch (error) {
    if (planningErrors.has(readDuckdbError(error)?.type ?? '')) return undefined;
    throw error;
  }
}

function isSame(found: InferredColumn | undefined, type: ColumnType, name: string | undefined): boolean {
  return found !== undefined && found.name === name && formatColumnType(found.type) === formatColumnType(type);
}
