import { Refusal } from '@easement/domain';
import fc from 'fast-check';
import { valueAt, type Batch, type ColumnVector } from './column-vector.ts';
import { batchBytes, firstRows, rowBytes, splitBatch } from './split-batch.ts';

const texts = (values: (string | undefined)[]): ColumnVector => {
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  for (const [row, value] of values.entries()) if (value !== undefined) validity[row >> 3]! |= 1 << (row & 7);
  return { validity, values: { case: 'strings', value: { values: values.map((value) => value ?? '') } } };
};
const batch = (...values: (string | undefined)[]): Batch => ({ rowCount: values.length, columns: [texts(values)] });
const rowsOf = ({ rowCount, columns: [column] }: Batch) =>
  Array.from({ length: rowCount }, (_, row) => valueAt(column!, row));

describe('splitBatch', () => {
  it('leaves a small batch as it is', () => {
    const small = batch('a', undefined, 'b');
    expect(splitBatch(small)).toEqual([small]);
  });

  it('keeps all rows, in order, in batches of at most 1 MiB', () => {
    const value = fc.option(
      fc.integer({ min: 0, max: 400_000 }).map((length) => 'é'.repeat(length)),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const parts = splitBatch(batch(...values));
        expect(parts.flatMap(rowsOf)).toEqual(values);
        for (const part of parts) {
          const size = rowsOf(part).reduce<number>((sum, row) => sum + Buffer.byteLength(String(row ?? '')), 0);
          expect(size <= batchBytes || part.rowCount === 1).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('splits columns of every kind alike', () => {
    const long = 'x'.repeat(batchBytes * 0.6);
    const validity = new Uint8Array(0);
    const columns: ColumnVector[] = [
      texts([long, long]),
      { validity, values: { case: 'int64s', value: { values: [1n, 2n] } } },
      { validity, values: { case: 'doubles', value: { values: [1.5, 2.5] } } },
      { validity, values: { case: 'bools', value: { values: [true, false] } } },
    ];
    const parts = splitBatch({ rowCount: 2, columns });
    expect(parts.map(({ columns: [, ...rest] }) => rest.map((column) => valueAt(column, 0)))).toEqual([
      [1n, 1.5, true],
      [2n, 2.5, false],
    ]);
  });

  it('refuses a row that no message can hold', () => {
    expect(() => splitBatch(batch('a', 'x'.repeat(rowBytes + 1)))).toThrow(Refusal);
  });
});

describe('firstRows', () => {
  it('cuts rows off, and their NULLs with them', () => {
    expect(rowsOf(firstRows(batch('a', undefined, 'b'), 2))).toEqual(['a', undefined]);
    expect(firstRows(batch('a'), 5).rowCount).toBe(1);
  });
});
