import type { Batch, ColumnVector } from '@easement/contracts';

/** A value in JSON: integers and decimals are strings, since a number there does not hold them. */
export type JsonCell = string | number | boolean | null;

/** Turns the columns of a batch into rows. */
export function rowsOf({ rowCount, columns }: Batch): JsonCell[][] {
  const readers = columns.map(cellsOf);
  return Array.from({ length: rowCount }, (_, row) => readers.map((read) => read(row)));
}

function cellsOf({ validity, values }: ColumnVector): (row: number) => JsonCell {
  const read = readerOf(values);
  if (validity.length === 0) return read;
  return (row) => (isSet(validity, row) ? read(row) : null);
}

function readerOf(values: ColumnVector['values']): (row: number) => JsonCell {
  switch (values.case) {
    case 'int64s':
      return (row) => String(values.value.values[row]);
    case 'doubles':
      return (row) => finite(values.value.values[row] ?? null);
    case 'bools':
    case 'strings':
      return (row) => values.value.values[row] ?? null;
    case undefined:
      return () => null;
  }
}

/** JSON has no words for these numbers; protobuf's are used. */
function finite(value: number | null): number | string | null {
  return value === null || Number.isFinite(value) ? value : String(value);
}

function isSet(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}
