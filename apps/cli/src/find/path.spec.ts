import { readBucketPath, readTablePath } from './path.ts';

it('a bucket is named with or without its project', () => {
  expect(readBucketPath('flights')).toEqual({ bucket: 'flights' });
  expect(readBucketPath('operations.late flights')).toEqual({ project: 'operations', bucket: 'late flights' });
});

it('a table is named with its bucket, with or without the project', () => {
  expect(readTablePath('flights.airports')).toEqual({ bucket: 'flights', table: 'airports' });
  expect(readTablePath('operations.flights.airports')).toEqual({
    project: 'operations',
    bucket: 'flights',
    table: 'airports',
  });
});

it.each(['', '.', 'a.', '.a', 'a.b.c'])('%j names no bucket', (text) => {
  expect(() => readBucketPath(text)).toThrow('names no bucket');
});

it.each(['', 'airports', 'a..b', 'a.b.c.d', '.a.b'])('%j names no table', (text) => {
  expect(() => readTablePath(text)).toThrow('names no table');
});
