import { Format } from '@easement/contracts';
import { formatOf } from './file-format.ts';

it.each([
  ['text/csv', Format.CSV],
  ['Text/CSV; charset=utf-8', Format.CSV],
  ['application/vnd.apache.parquet', Format.PARQUET],
  ['text/csvx', undefined],
  ['application/octet-stream', undefined],
  ['application/x-www-form-urlencoded', undefined],
  ['', undefined],
  [undefined, undefined],
])('the content type %j means format %p', (type, format) => {
  expect(formatOf(type)).toBe(format);
});
