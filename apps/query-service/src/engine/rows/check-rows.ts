import type { DuckDBConnection } from '@duckdb/node-api';
import { tableQuery, type GrantedTable } from '../worker/granted-table.ts';
import { identifier, literal } from '../worker/sql-text.ts';
import type { Refusal } from '@easement/domain';
import type { LoadJob, TargetColumn } from './load-job.ts';

/** Rows that have been written to `staging`, and what they have to keep to. */
export type WrittenRows = Pick<LoadJob, 'staging' | 'columns' | 'primaryKey' | 'existing'>;

/** Words the refusal of the n-th row, from 0, for what is wrong with its value of a column. */
export type RefuseRow = (what: string, row: number, column: TargetColumn) => Promise<Refusal>;

/**
 * Refuses rows that leave a column empty that may not be, and rows whose primary key is incomplete, comes twice, or is
 * in the table already. Reads the new file as it was written, in which the n-th row is the n-th of its source.
 */
export async function checkRows(connection: DuckDBConnection, job: WrittenRows, refuse: RefuseRow): Promise<void> {
  const key = job.primaryKey.flatMap((id) => job.columns.find((column) => column.id === id) ?? []);
  const needed = job.columns.filter((column) => !column.nullable || key.includes(column));
  await refuseEmpty(connection, job, refuse, needed);
  if (key.length > 0) {
    await refuseTwice(connection, job, refuse, key);
    if (job.existing.files.length > 0) await refuseExisting(connection, job, refuse, key);
  }
}

async function refuseEmpty(
  connection: DuckDBConnection,
  { staging }: WrittenRows,
  refuse: RefuseRow,
  needed: readonly TargetColumn[],
): Promise<void> {
  if (needed.length === 0) return;
  const firsts = needed.map(({ id }) => `min(file_row_number) FILTER (WHERE ${identifier(id)} IS NULL)`);
  const found = await firstRow(connection, `SELECT ${firsts.join(', ')} FROM ${staged(staging)}`);
  const [first] = found
    .flatMap((row, index) => (row === undefined ? [] : [{ row, column: needed[index] }]))
    .sort((a, b) => a.row - b.row);
  if (!first?.column) return;
  throw await refuse('empty, where every row needs a value', first.row, first.column);
}

async function refuseTwice(
  connection: DuckDBConnection,
  { staging }: WrittenRows,
  refuse: RefuseRow,
  key: readonly TargetColumn[],
): Promise<void> {
  const columns = key.map(({ id }) => identifier(id)).join(', ');
  const again = `SELECT min(file_row_number, 2)[2] AS again FROM ${staged(staging)} GROUP BY ${columns} HAVING count(*) > 1`;
  const [row] = await firstRow(connection, `SELECT min(again) FROM (${again})`);
  await refuseKey(row, key, refuse, 'a row before this one has the same primary key');
}

async function refuseExisting(
  connection: DuckDBConnection,
  { staging, existing }: WrittenRows,
  refuse: RefuseRow,
  key: readonly TargetColumn[],
): Promise<void> {
  const columns = key.map(({ id }) => identifier(id)).join(', ');
  const kept = `(${tableQuery(keysOf(existing, key))}) AS kept`;
  const sql = `SELECT min(file_row_number) FROM ${staged(staging)} AS added SEMI JOIN ${kept} USING (${columns})`;
  const [row] = await firstRow(connection, sql);
  await refuseKey(
    row,
    key,
    refuse,
    'the table has a row with this primary key already; replace the rows, or leave it out',
  );
}

/** The table's own columns of the key, named by their ids, as the new file names them. */
function keysOf({ files }: GrantedTable, key: readonly TargetColumn[]): GrantedTable {
  return { files, columns: key.map(({ id, type }) => ({ id, name: id, type })) };
}

async function refuseKey(
  row: number | undefined,
  key: readonly TargetColumn[],
  refuse: RefuseRow,
  what: string,
): Promise<void> {
  const [column] = key;
  if (row === undefined || !column) return;
  throw await refuse(what, row, column);
}

function staged(path: string): string {
  return `read_parquet(${literal(path)}, hive_partitioning = false)`;
}

async function firstRow(connection: DuckDBConnection, sql: string): Promise<(number | undefined)[]> {
  const [row = []] = (await connection.runAndReadAll(sql)).getRows();
  return row.map((value) => (value === null ? undefined : Number(value)));
}
