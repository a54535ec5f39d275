import type { Batch, ColumnVector } from '@easement/contracts';

/** A value of a row. DECIMAL, DATE, TIMESTAMP and nested types are text, as result.proto says. */
export type Value = string | number | bigint | boolean | null;

/** What INTEGER becomes: beyond 2^53 a number would lie. `string` is for where JSON follows. */
export type Integers = 'bigint' | 'string';

/** Turns the columns of a batch into rows. */
export function rowsOf(batch: Batch, integers: Integers): Value[][] {
  const columns = batch.columns.map((vector) => valuesOf(vector, integers));
  return Array.from({ length: batch.rowCount }, (_, row) => columns.map((valueAt) => valueAt(row)));
}

type ValueAt = (row: number) => Value;

function valuesOf(vector: ColumnVector, integers: Integers): ValueAt {
  const valueAt = presentValuesOf(vector, integers);
  const { validity } = vector;
  if (validity.length === 0) return valueAt;
  return (row) => (isValid(validity, row) ? valueAt(row) : null);
}

function presentValuesOf({ values }: ColumnVector, integers: Integers): ValueAt {
  switch (values.case) {
    case 'bools':
    case 'doubles':
    case 'strings':
      return at(values.value.values);
    case 'int64s':
      return at(integers === 'bigint' ? values.value.values : values.value.values.map(String));
    case undefined:
      return () => null;
  }
}

function at(values: readonly Value[]): ValueAt {
  return (row) => values[row] ?? null;
}

function isValid(validity: Uint8Array, row: number): boolean {
  return ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}
