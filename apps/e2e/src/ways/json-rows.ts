import { type Batch, BatchSchema } from '@easement/contracts';
import { toJson } from '@bufbuild/protobuf';

type Vector = { readonly values: readonly (string | number)[] };
export type JsonBatch = { readonly columns?: readonly Readonly<Record<string, Vector | string>>[] };

/** The rows of a batch as JSON has them: integers as text. For results without NULL. */
export function jsonRows(batch: Batch): (string | number)[][] {
  return rowsOfJson(toJson(BatchSchema, batch) as JsonBatch);
}

/** The same, of a batch that came as JSON. */
export function rowsOfJson({ columns = [] }: JsonBatch): (string | number)[][] {
  const vectors = columns.map(
    (column) => Object.values(column).find((value) => typeof value === 'object')?.values ?? [],
  );
  return (vectors[0] ?? []).map((_, row) => vectors.map((values) => values[row] ?? ''));
}
