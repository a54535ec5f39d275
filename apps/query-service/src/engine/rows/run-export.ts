import { stat } from 'node:fs/promises';
import type { ColumnType } from '@easement/domain';
import { assertWhole } from '../worker/assert-whole.ts';
import { tableQuery } from '../worker/granted-table.ts';
import { lockDown, type Instance } from '../worker/instance.ts';
import { identifier, literal } from '../worker/sql-text.ts';
import type { ExportJob } from './export-job.ts';

const options = {
  csv: `FORMAT csv, HEADER true, QUOTE '"', ESCAPE '"'`,
  parquet: 'FORMAT parquet, COMPRESSION zstd',
} as const;

/** Writes a table to a file that a load would read back as it was. */
export async function runExport({ connection }: Instance, { table, format, target }: ExportJob) {
  await assertWhole([table]);
  await lockDown(connection, [target, ...table.files.map(({ path }) => path)]);
  const columns = table.columns.map(({ name, type }) => exported(name, type, format)).join(', ');
  const query = `SELECT ${columns} FROM (${tableQuery(table)})`;
  await connection.run(`COPY (${query}) TO ${literal(target)} (${options[format]}, USE_TMP_FILE false)`);
  const { size } = await stat(target);
  return { byteCount: size };
}

/**
 * A column's types are those that Parquet has too. In CSV bytes go out in base64. A table never holds HUGEINT, an
 * unsigned integer, TIME, INTERVAL, UUID or ENUM, which DuckDB would write to Parquet as something else.
 */
function exported(name: string, type: ColumnType, format: ExportJob['format']): string {
  const column = identifier(name);
  return format === 'csv' && type.name === 'BYTES' ? `to_base64(${column}) AS ${column}` : column;
}
