import { create } from '@bufbuild/protobuf';
import { type Batch, BatchSchema } from '@easement/contracts';
import fc from 'fast-check';
import { rowsOf } from './rows.ts';

function batchOf(rowCount: number, columns: Parameters<typeof create<typeof BatchSchema>>[1] & object): Batch {
  return create(BatchSchema, { rowCount, ...columns });
}

describe('rowsOf', () => {
  it('turns columns of every kind into rows', () => {
    const batch = batchOf(2, {
      columns: [
        { values: { case: 'bools', value: { values: [true, false] } } },
        { values: { case: 'int64s', value: { values: [-1n, 2n ** 62n] } } },
        { values: { case: 'doubles', value: { values: [0.5, -0] } } },
        { values: { case: 'strings', value: { values: ['', '2001-01-01'] } } },
        {},
      ],
    });
    expect(rowsOf(batch, 'bigint')).toEqual([
      [true, -1n, 0.5, '', null],
      [false, 2n ** 62n, -0, '2001-01-01', null],
    ]);
    expect(rowsOf(batch, 'string').map(([, integer]) => integer)).toEqual(['-1', '4611686018427387904']);
  });

  it('answers NULL exactly where the bit of a row is not set', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), { minLength: 1 }),
        (column) => {
          const validity = new Uint8Array(Math.ceil(column.length / 8));
          column.forEach((value, row) => {
            if (value !== null) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
          });
          const values = column.map((value) => value ?? 7n);
          const batch = batchOf(column.length, {
            columns: [{ validity, values: { case: 'int64s', value: { values } } }],
          });
          expect(rowsOf(batch, 'bigint')).toEqual(column.map((value) => [value]));
        },
      ),
    );
  });
});
