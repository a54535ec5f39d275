import { valueAt, type Batch } from './worker/column-vector.ts';

/** A value in JSON: integers as strings, since JavaScript rounds large ones, and so what is no number of JSON. */
export type JsonCell = null | boolean | number | string;

/** A batch row by row. */
export function jsonRows({ rowCount, columns }: Batch): JsonCell[][] {
  return Array.from({ length: rowCount }, (_, row) => columns.map((column) => jsonCell(valueAt(column, row))));
}

function jsonCell(value: ReturnType<typeof valueAt>): JsonCell {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
