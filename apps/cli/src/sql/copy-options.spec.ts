import { Format } from '@easement/contracts';
import { readCopyOptions } from './copy-options.ts';

it('the name of the file tells what no option tells', () => {
  expect(readCopyOptions([], 'a.csv')).toEqual({ format: Format.CSV, csv: { header: true, delimiter: '' } });
  expect(readCopyOptions([], 'a.tsv.gz')).toEqual({ format: Format.CSV, csv: { header: true, delimiter: '\t' } });
  expect(readCopyOptions([], 'a.parquet').format).toBe(Format.PARQUET);
});

it('options are read as databases write them', () => {
  const options = [
    { name: 'format', value: 'CSV' },
    { name: 'header', value: 'OFF' },
    { name: 'sep', value: '\\t' },
    { name: 'nullstr', value: 'NA' },
  ];
  const csv = { header: false, delimiter: '\t', nullText: 'NA' };
  expect(readCopyOptions(options, 'rows.txt')).toEqual({ format: Format.CSV, csv });
  expect(readCopyOptions([{ name: 'header', value: undefined }], 'a.csv').csv).toMatchObject({ header: true });
});

it.each([
  [{ name: 'quote', value: '"' }, 'COPY has no option QUOTE'],
  [{ name: 'format', value: 'xml' }, 'FORMAT xml cannot be loaded'],
  [{ name: 'format', value: undefined }, 'FORMAT needs a value'],
  [{ name: 'header', value: 'maybe' }, 'HEADER is true or false'],
])('%j is refused', (option, message) => {
  expect(() => readCopyOptions([option], 'a.csv')).toThrow(message);
});
