import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';
import type { ColumnVectorSchema, ExecuteResponseSchema } from '@easement/contracts';

/** What a statement of ours answers: rows of text, or of counts. */
export type Outcome = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** After USE: the database for the statements that follow. */
  readonly defaultBucket?: string;
};

export type Cell = string | bigint | null;

type Part = MessageInitShape<typeof ExecuteResponseSchema>;

/** A statement that changes something answers in one row what it did. */
export function done(status: string): Outcome {
  return { columns: ['Status'], rows: [[status]] };
}

/** Schema, one batch, statistics: as a SELECT is answered. */
export function* toParts(
  { columns, rows, defaultBucket = '' }: Outcome,
  run: { readonly queryId: string; readonly elapsedMs: number },
): Generator<Part> {
  const vectors = columns.map((_, index) => toVector(rows.map((row) => row[index] ?? null)));
  const types = vectors.map(({ values }) => (values?.case === 'int64s' ? 'INTEGER' : 'STRING'));
  const schema = columns.map((name, index) => ({ name, type: types[index] ?? 'STRING' }));
  yield { part: { case: 'schema', value: { columns: schema, queryId: run.queryId } } };
  if (rows.length > 0) yield { part: { case: 'batch', value: { rowCount: rows.length, columns: vectors } } };
  const rowCount = BigInt(rows.length);
  yield { part: { case: 'statistics', value: { rowCount, elapsedMs: BigInt(run.elapsedMs), defaultBucket } } };
}

/** As the document writes times: `2022-08-11 18:04:17.642 +0000`. */
export function timeText(time: Timestamp | undefined): string {
  return time ? timestampDate(time).toISOString().replace('T', ' ').replace('Z', ' +0000') : '';
}

function toVector(cells: readonly Cell[]): MessageInitShape<typeof ColumnVectorSchema> {
  const validity = cells.includes(null) ? validityOf(cells) : new Uint8Array(0);
  if (cells.some((cell) => typeof cell === 'bigint')) {
    return { validity, values: { case: 'int64s', value: { values: cells.map((cell) => BigInt(cell ?? 0)) } } };
  }
  return { validity, values: { case: 'strings', value: { values: cells.map((cell) => String(cell ?? '')) } } };
}

/** Bit i is set where row i holds a value, lowest first. */
function validityOf(cells: readonly Cell[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [row, cell] of cells.entries())
    if (cell !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
}
