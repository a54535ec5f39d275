import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { DuckDBTypeId } from '@duckdb/node-api';
import { type ColumnType, invalidField, Refusal } from '@easement/domain';
import { assertWhole } from '../worker/assert-whole.ts';
import type { Instance } from '../worker/instance.ts';
import { openTables } from '../worker/open-tables.ts';
import { identifier, literal } from '../worker/sql-text.ts';
import { checkRows } from './check-rows.ts';
import { duckdbType } from './column-types.ts';
import { keptType } from './parquet-source.ts';
import type { StoredQuery, StoreJob } from './store-job.ts';

/** Writes what a SELECT answers as one Parquet file, or refuses it. Whatever it leaves is for the service to take or remove. */
export async function runStore({ connection }: Instance, job: StoreJob): Promise<StoredQuery> {
  await assertWhole([job.existing]);
  const files = [job.staging, ...job.existing.files.map(({ path }) => path)];
  await openTables(connection, job.tables, { files });
  const query = await storedQuery(connection, job);
  const changed = job.countSql === undefined ? undefined : await countOf(connection, job.countSql);
  const options = 'FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false';
  const { rowsChanged } = await connection.run(`COPY (${query}) TO ${literal(job.staging)} (${options})`);
  await checkRows(connection, job, async (what, _row, column) =>
    invalidField('statement', `column ${column.name}: ${what}; nothing was changed`),
  );
  return { rowCount: rowsChanged, columnIds: job.columns.map(({ id }) => id), changed };
}

/** Columns are matched by their places; each value is cast as an assignment does it. */
async function storedQuery(connection: DuckDBConnection, { sql, columns, filled }: StoreJob): Promise<string> {
  const prepared = await connection.prepare(sql);
  const { columnCount } = prepared;
  if (columnCount !== filled.length) throw otherCount(columnCount, filled.length);
  const fields = Array.from({ length: columnCount }, (_, index) => `c${index}`);
  const values = columns.map(({ id, type }) => {
    const index = filled.indexOf(id);
    const value = index < 0 ? 'NULL' : assigned(`c${index}`, prepared.columnType(index), type);
    return `CAST(${value} AS ${duckdbType(type)}) AS ${identifier(id)}`;
  });
  return `SELECT ${values.join(', ')} FROM (${sql}) AS stored(${fields.join(', ')})`;
}

function assigned(field: string, from: DuckDBType, to: ColumnType): string {
  if (from.typeId === DuckDBTypeId.TIMESTAMP_TZ && to.name === 'TIMESTAMP') return `timezone('UTC', ${field})`;
  return keptType(from).name === 'JSON' && to.name === 'JSON' ? `to_json(${field})` : field;
}

async function countOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const [row] = (await connection.runAndReadAll(sql)).getRows();
  return Number(row?.[0] ?? 0);
}

function otherCount(found: number, expected: number): Refusal {
  const message = `the statement gives ${found} values for ${expected} columns; name the columns that it fills`;
  return new Refusal('invalid_field', message, {
    field: 'statement',
    values: String(found),
    columns: String(expected),
  });
}
