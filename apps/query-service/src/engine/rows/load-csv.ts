import type { DuckDBConnection } from '@duckdb/node-api';
import { formatColumnType } from '@easement/domain';
import { duckdbType } from './column-types.ts';
import { fieldName, readCsv } from './csv-query.ts';
import { assertForm, dataRecords, type CsvSource } from './csv-source.ts';
import { badFile, fileStart, type FilePlace } from './bad-file.ts';
import type { TargetColumn } from './load-job.ts';
import { matchColumns } from './match-columns.ts';
import type { Blame, RowSource } from './row-source.ts';
import { identifier } from '../worker/sql-text.ts';
import { isNoValue, strictValueOfText } from './text-values.ts';

/** Makes a CSV file a source of rows of these columns, or refuses its header. */
export function csvRows(source: CsvSource, columns: readonly TargetColumn[]): RowSource {
  const isEmpty = source.names.length === 0;
  if (isEmpty && source.format.header) throw badFile('the file is empty, without even a header', fileStart);
  const fields = isEmpty ? columns.map(() => undefined) : matchColumns(source.names, columns);
  const texts = columns.map((_, index) => textOf(fields[index]));
  const values = columns.map(({ id, type }, index) => {
    const value = texts[index] === undefined ? 'NULL' : strictValueOfText(texts[index], type);
    return `CAST(${value} AS ${duckdbType(type)}) AS ${identifier(id)}`;
  });
  const placeOf = async (row: number, column: TargetColumn) =>
    placeIn(source, row, fields[columns.indexOf(column)] ?? source.names.length, column);
  return {
    // A file of no fields has no rows, and DuckDB cannot read it.
    query: `SELECT ${values.join(', ')} ${isEmpty ? 'WHERE false' : `FROM ${readCsv(source)}`}`,
    diagnose: async (connection) => {
      await assertForm(source);
      return findNoValue(connection, source, columns, texts, placeOf);
    },
    placeOf,
  };
}

function textOf(field: number | undefined): string | undefined {
  return field === undefined ? undefined : fieldName(field);
}

async function findNoValue(
  connection: DuckDBConnection,
  source: CsvSource,
  columns: readonly TargetColumn[],
  texts: readonly (string | undefined)[],
  placeOf: RowSource['placeOf'],
): Promise<Blame | undefined> {
  const firsts = columns.map(({ type }, index) => {
    const text = texts[index];
    return text === undefined ? 'NULL' : `min(row) FILTER (WHERE ${isNoValue(text, type)})`;
  });
  const rows = `(SELECT row_number() OVER () - 1 AS row, * FROM ${readCsv(source)})`;
  const reader = await connection.runAndReadAll(`SELECT ${firsts.join(', ')} FROM ${rows}`);
  const found = (reader.getRows()[0] ?? [])
    .flatMap((row, index) => (row === null ? [] : [{ row: Number(row), column: columns[index] }]))
    .sort((a, b) => a.row - b.row)[0];
  if (!found?.column) return undefined;
  const place = await placeOf(found.row, found.column);
  return { ...place, what: `not a value of ${formatColumnType(found.column.type)}` };
}

async function placeIn(source: CsvSource, row: number, field: number, column: TargetColumn): Promise<FilePlace> {
  let at = 0;
  for await (const { lines } of dataRecords(source)) {
    if (at++ !== row) continue;
    const line = lines[field] ?? lines[0] ?? 1;
    return { line, column: field + 1, columnName: column.name, expectedType: formatColumnType(column.type) };
  }
  throw new Error('the file has fewer records than DuckDB read from it');
}
