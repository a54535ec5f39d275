/** Columns of a result, by name and type (docs/types.md). */
export type SchemaColumn = { readonly name: string; readonly type: string };

/** The values of one column of a batch, in the shape of the contract's ColumnVector. */
export type ColumnVector = {
  /** Bit i of byte i / 8, lowest first, is set where row i holds a value; empty where all do. */
  readonly validity: Uint8Array<ArrayBuffer>;
  readonly values:
    | { readonly case: 'bools'; readonly value: { readonly values: boolean[] } }
    | { readonly case: 'int64s'; readonly value: { readonly values: bigint[] } }
    | { readonly case: 'doubles'; readonly value: { readonly values: number[] } }
    | { readonly case: 'strings'; readonly value: { readonly values: string[] } };
};

/** Some rows of a result: at most 2,048, and at most 1 MiB unless one row is larger by itself. */
export type Batch = { readonly rowCount: number; readonly columns: readonly ColumnVector[] };

/** Whether row `row` of the column holds a value. */
export function isValid({ validity }: ColumnVector, row: number): boolean {
  return validity.length === 0 || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** Reads one value; NULL is undefined. */
export function valueAt(vector: ColumnVector, row: number): boolean | bigint | number | string | undefined {
  return isValid(vector, row) ? vector.values.value.values[row] : undefined;
}
