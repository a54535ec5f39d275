import { Format } from '@easement/contracts';
import { fileDelimiter, fileFormat } from './file-format.ts';

it.each([
  ['a.csv', Format.CSV],
  ['a.CSV.gz', Format.CSV],
  ['a.tsv', Format.CSV],
  ['a.parquet', Format.PARQUET],
])('the name %s tells its format', (file, format) => {
  expect(fileFormat(undefined, file)).toBe(format);
});

it('what is named wins, and what nothing tells is refused unless something stands in', () => {
  expect(fileFormat('parquet', 'a.csv')).toBe(Format.PARQUET);
  expect(fileFormat(undefined, undefined, Format.CSV)).toBe(Format.CSV);
  expect(() => fileFormat(undefined, 'a.txt')).toThrow('does not tell the format');
  expect(() => fileFormat(undefined, '-')).toThrow('does not tell the format');
});

it('tabs separate the fields of a file that is called so', () => {
  expect(['a.tsv', 'a.tsv.gz', 'a.csv'].map(fileDelimiter)).toEqual(['\t', '\t', '']);
});
