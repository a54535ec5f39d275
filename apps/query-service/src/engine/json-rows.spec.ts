import { jsonRows } from './json-rows.ts';
import type { ColumnVector } from './worker/column-vector.ts';

const all = new Uint8Array(0);
const columns: ColumnVector[] = [
  { validity: all, values: { case: 'bools', value: { values: [true, false] } } },
  { validity: new Uint8Array([0b01]), values: { case: 'int64s', value: { values: [9_007_199_254_740_993n, 0n] } } },
  { validity: all, values: { case: 'doubles', value: { values: [0.5, Number.NaN] } } },
  { validity: new Uint8Array([0b10]), values: { case: 'strings', value: { values: ['', 'x'] } } },
];

describe('jsonRows', () => {
  it('answers rows, integers as strings and NULL as null', () => {
    expect(jsonRows({ rowCount: 2, columns })).toEqual([
      [true, '9007199254740993', 0.5, null],
      [false, null, 'NaN', 'x'],
    ]);
  });

  it('answers none for a batch without rows', () => {
    expect(jsonRows({ rowCount: 0, columns: [] })).toEqual([]);
  });

  it('reads the bit of each row, beyond the first byte too', () => {
    const values = Array.from({ length: 10 }, (_, row) => String(row));
    const column: ColumnVector = {
      validity: new Uint8Array([0b1000_0000, 0b10]),
      values: { case: 'strings', value: { values } },
    };
    expect(
      jsonRows({ rowCount: 10, columns: [column] })
        .flat()
        .filter(Boolean),
    ).toEqual(['7', '9']);
  });
});
