import { literal } from '../worker/sql-text.ts';
import type { CsvSource } from './csv-source.ts';

/** The longest record. DuckDB reads in pieces that hold at least one, and would else take 32 of them at a time. */
const longestRecord = 4 * 1024 * 1024;

/** The name of a field of a CSV file in SQL, by its position. */
export function fieldName(index: number): string {
  return `c${index}`;
}

/** Reads every field as text, strictly: a record of another length, or broken quotes, fail. */
export function readCsv({ path, format, names }: CsvSource): string {
  const columns = names.map((_, index) => `${fieldName(index)}: 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    `header = ${format.header}`,
    `delim = ${literal(format.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ${literal(format.nullText)}`,
    'allow_quoted_nulls = false',
    `compression = 'none'`,
    `max_line_size = ${longestRecord}`,
    `buffer_size = ${2 * longestRecord}`,
    `columns = {${columns}}`,
  ];
  return `read_csv(${literal(path)}, ${options.join(', ')})`;
}
