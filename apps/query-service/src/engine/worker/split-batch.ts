import { Refusal } from '@easement/domain';
import type { Batch, ColumnVector } from './column-vector.ts';

/** What a batch aims to stay below, so that a few on the way cost little memory. */
export const batchBytes = 1024 * 1024;
/** What one row may weigh: with its frame it must fit into a message of 4 MiB. */
export const rowBytes = 3 * 1024 * 1024;

/** Cuts a batch into some of at most 1 MiB each; refuses `query_too_large` if a single row is beyond what a message holds. */
export function splitBatch(batch: Batch): Batch[] {
  if (largestSize(batch) <= batchBytes) return [batch];
  const batches: Batch[] = [];
  let start = 0;
  let size = 0;
  for (let row = 0; row < batch.rowCount; row++) {
    const weight = weightOf(batch, row);
    if (row > start && size + weight > batchBytes) {
      batches.push(slice(batch, start, row));
      start = row;
      size = 0;
    }
    size += weight;
  }
  return [...batches, slice(batch, start, batch.rowCount)];
}

/** The first `count` rows of a batch. */
export function firstRows(batch: Batch, count: number): Batch {
  return count >= batch.rowCount ? batch : slice(batch, 0, count);
}

/** An upper bound that costs little: a UTF-16 unit is at most three bytes of UTF-8. */
function largestSize({ rowCount, columns }: Batch): number {
  return columns.reduce((sum, { values }) => sum + (values.case === 'strings' ? 3 * lengths(values) : 8 * rowCount), 0);
}

function lengths({ value }: Extract<ColumnVector['values'], { case: 'strings' }>): number {
  return value.values.reduce((sum, text) => sum + text.length, 0);
}

function weightOf({ columns }: Batch, row: number): number {
  const weight = columns.reduce(
    (sum, { values }) => sum + (values.case === 'strings' ? Buffer.byteLength(values.value.values[row] ?? '') + 4 : 8),
    0,
  );
  if (weight <= rowBytes) return weight;
  const message = `a row of the result has ${weight} bytes, more than ${rowBytes}; select fewer or shorter columns`;
  throw new Refusal('query_too_large', message, { limit: String(rowBytes), unit: 'bytes of a row' });
}

function slice({ columns }: Batch, from: number, to: number): Batch {
  return { rowCount: to - from, columns: columns.map((column) => sliceVector(column, from, to)) };
}

function sliceVector({ validity, values }: ColumnVector, from: number, to: number): ColumnVector {
  return { validity: sliceBits(validity, from, to), values: sliceValues(values, from, to) };
}

function sliceValues(values: ColumnVector['values'], from: number, to: number): ColumnVector['values'] {
  switch (values.case) {
    case 'bools':
      return { case: 'bools', value: { values: values.value.values.slice(from, to) } };
    case 'int64s':
      return { case: 'int64s', value: { values: values.value.values.slice(from, to) } };
    case 'doubles':
      return { case: 'doubles', value: { values: values.value.values.slice(from, to) } };
    case 'strings':
      return { case: 'strings', value: { values: values.value.values.slice(from, to) } };
  }
}

function sliceBits(bits: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  if (bits.length === 0) return new Uint8Array(0);
  const cut = new Uint8Array(Math.ceil((to - from) / 8));
  for (let row = from; row < to; row++) {
    const isSet = ((bits[row >> 3] ?? 0) >> (row & 7)) & 1;
    cut[(row - from) >> 3] = (cut[(row - from) >> 3] ?? 0) | (isSet << ((row - from) & 7));
  }
  return cut;
}
