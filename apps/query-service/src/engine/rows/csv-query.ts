import { literal } from '../worker/sql-text.ts';
import type { CsvSource } from './csv-source.ts';

/** The longest record: what DuckDB holds in memory several times over. */
const longestRecord = 16 * 1024 * 1024;

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
    `columns = {${columns}}`,
  ];
  return `read_csv(${literal(path)}, ${options.join(', ')})`;
}
