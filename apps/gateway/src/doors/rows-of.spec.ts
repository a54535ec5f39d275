import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { BatchSchema } from '@easement/contracts';
import fc from 'fast-check';
import { rowsOf } from './rows-of.ts';

const rows = (batch: MessageInitShape<typeof BatchSchema>) => rowsOf(create(BatchSchema, batch));

it('turns columns into rows', () => {
  const columns = [
    { values: { case: 'strings' as const, value: { values: ['a', 'b'] } } },
    { values: { case: 'bools' as const, value: { values: [true, false] } } },
    { values: { case: 'doubles' as const, value: { values: [0.5, -2] } } },
  ];
  expect(rows({ rowCount: 2, columns })).toEqual([
    ['a', true, 0.5],
    ['b', false, -2],
  ]);
});

it('writes integers as strings, the largest too', () => {
  const values = [0n, -1n, 9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n];
  const columns = [{ values: { case: 'int64s' as const, value: { values } } }];
  expect(rows({ rowCount: 4, columns })).toEqual([['0'], ['-1'], ['9223372036854775807'], ['-9223372036854775808']]);
});

it('names the numbers that JSON has no words for', () => {
  const values = [Number.NaN, Infinity, -Infinity, -0];
  const columns = [{ values: { case: 'doubles' as const, value: { values } } }];
  const written = JSON.stringify(rows({ rowCount: 4, columns }));
  expect(written).toBe('[["NaN"],["Infinity"],["-Infinity"],[0]]');
});

it('takes a column without values for one that holds NULL alone', () => {
  expect(rows({ rowCount: 2, columns: [{ values: { case: undefined } }] })).toEqual([[null], [null]]);
});

it('answers rows without columns, and no rows', () => {
  expect(rows({ rowCount: 2, columns: [] })).toEqual([[], []]);
  expect(rows({ rowCount: 0, columns: [{ values: { case: 'strings', value: { values: [] } } }] })).toEqual([]);
});

it('reads NULL wherever the bit is not set, whatever the value there is', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string()), { maxLength: 40 }), (cells) => {
      const validity = new Uint8Array(Math.ceil(cells.length / 8));
      cells.forEach((cell, row) => {
        if (cell !== null) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
      });
      const values = cells.map((cell) => cell ?? 'says nothing');
      const columns = [{ validity, values: { case: 'strings' as const, value: { values } } }];
      expect(rows({ rowCount: cells.length, columns })).toEqual(cells.map((cell) => [cell]));
    }),
  );
});
