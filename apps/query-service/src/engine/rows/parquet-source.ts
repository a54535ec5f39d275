import { DuckDBTypeId, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import { formatColumnType, type ColumnType } from '@easement/domain';
import { readDuckdbError } from '../worker/duckdb-error.ts';
import { identifier, literal } from '../worker/sql-text.ts';
import { badFile, fileStart } from './bad-file.ts';
import { duckdbType } from './column-types.ts';
import type { TargetColumn } from './load-job.ts';
import { matchColumns } from './match-columns.ts';
import type { RowSource } from './row-source.ts';
import { isNoValue, strictValueOfText } from './text-values.ts';

export type ParquetColumn = { readonly name: string; readonly type: DuckDBType };

/** The columns of a Parquet file, or a refusal if it is none. */
export async function openParquet(connection: DuckDBConnection, path: string): Promise<ParquetColumn[]> {
  try {
    const result = await connection.run(`SELECT * FROM ${readParquet(path)} LIMIT 0`);
    return result.columnNames().map((name, index) => ({ name, type: result.columnType(index) }));
  } catch (error) {
    const type = readDuckdbError(error)?.type;
    if (type === undefined || type === 'Out of Memory') throw error;
    throw badFile('the file is not Parquet, or it is damaged', fileStart);
  }
}

/** The type under which a column of a Parquet file is kept in a new table. */
export function keptType(type: DuckDBType): ColumnType {
  if (type.typeId === DuckDBTypeId.DECIMAL) {
    const [precision = 18, scale = 3] = (type.toString().match(/\d+/g) ?? []).map(Number);
    return { name: 'DECIMAL', precision, scale };
  }
  if (type.typeId === DuckDBTypeId.UBIGINT) return { name: 'DECIMAL', precision: 20, scale: 0 };
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return { name: 'JSON' };
  return { name: keptTypes.get(type.typeId) ?? 'STRING' };
}

const keptTypes = new Map<DuckDBTypeId, Exclude<ColumnType['name'], 'DECIMAL'>>([
  [DuckDBTypeId.BOOLEAN, 'BOOLEAN'],
  [DuckDBTypeId.TINYINT, 'INTEGER'],
  [DuckDBTypeId.SMALLINT, 'INTEGER'],
  [DuckDBTypeId.INTEGER, 'INTEGER'],
  [DuckDBTypeId.BIGINT, 'INTEGER'],
  [DuckDBTypeId.UTINYINT, 'INTEGER'],
  [DuckDBTypeId.USMALLINT, 'INTEGER'],
  [DuckDBTypeId.UINTEGER, 'INTEGER'],
  [DuckDBTypeId.FLOAT, 'DOUBLE'],
  [DuckDBTypeId.DOUBLE, 'DOUBLE'],
  [DuckDBTypeId.DATE, 'DATE'],
  [DuckDBTypeId.TIMESTAMP, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_S, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_MS, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_NS, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_TZ, 'TIMESTAMP'],
  [DuckDBTypeId.BLOB, 'BYTES'],
  [DuckDBTypeId.LIST, 'JSON'],
  [DuckDBTypeId.ARRAY, 'JSON'],
  [DuckDBTypeId.STRUCT, 'JSON'],
  [DuckDBTypeId.MAP, 'JSON'],
]);

/** Makes a Parquet file a source of rows of these columns. The line of a value is the number of its row. */
export function parquetRows(
  path: string,
  fields: readonly ParquetColumn[],
  columns: readonly TargetColumn[],
): RowSource {
  const positions = matchColumns(
    fields.map(({ name }) => name),
    columns,
  );
  const sources = positions.map((position) => (position === undefined ? undefined : fields[position]));
  const values = columns.map(({ id, type }, index) => {
    const field = sources[index];
    const value = field === undefined ? 'NULL' : (directValue(field, type) ?? strictValueOfText(textOf(field), type));
    return `CAST(${value} AS ${duckdbType(type)}) AS ${identifier(id)}`;
  });
  const placeOf = (row: number, column: TargetColumn) => ({
    line: row + 1,
    column: (positions[columns.indexOf(column)] ?? fields.length) + 1,
    columnName: column.name,
    expectedType: formatColumnType(column.type),
  });
  return {
    query: `SELECT ${values.join(', ')} FROM ${readParquet(path)}`,
    placeOf: async (row, column) => placeOf(row, column),
    diagnose: async (connection) => {
      const firsts = columns.map(({ type }, index) => firstWithoutValue(sources[index], type));
      const [rows = []] = (
        await connection.runAndReadAll(`SELECT ${firsts.join(', ')} FROM ${readParquet(path)}`)
      ).getRows();
      const index = rows.findIndex((row) => row !== null);
      const column = columns[index];
      if (!column) return undefined;
      return { ...placeOf(Number(rows[index]), column), what: `not a value of ${formatColumnType(column.type)}` };
    },
  };
}

/** A cast that loses nothing; undefined where the value has to be read from its text. */
function directValue({ name, type }: ParquetColumn, target: ColumnType): string | undefined {
  const value = identifier(name);
  const kept = keptType(type);
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ && target.name === 'TIMESTAMP') return `timezone('UTC', ${value})`;
  if (kept.name === 'JSON' && target.name === 'JSON') return `to_json(${value})`;
  if (kept.name === target.name && (kept.name !== 'DECIMAL' || fits(kept, target))) return value;
  return kept.name === 'INTEGER' && target.name === 'DOUBLE' ? value : undefined;
}

function fits(from: ColumnType, to: ColumnType): boolean {
  if (from.name !== 'DECIMAL' || to.name !== 'DECIMAL') return false;
  return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
}

function firstWithoutValue(field: ParquetColumn | undefined, type: ColumnType): string {
  if (field === undefined || directValue(field, type) !== undefined) return 'NULL';
  return `min(file_row_number) FILTER (WHERE ${isNoValue(textOf(field), type)})`;
}

function textOf({ name, type }: ParquetColumn): string {
  const value = identifier(name);
  if (keptType(type).name === 'JSON') return `CAST(to_json(${value}) AS VARCHAR)`;
  return type.typeId === DuckDBTypeId.BLOB ? `to_base64(${value})` : `CAST(${value} AS VARCHAR)`;
}

function readParquet(path: string): string {
  return `read_parquet(${literal(path)}, hive_partitioning = false)`;
}
