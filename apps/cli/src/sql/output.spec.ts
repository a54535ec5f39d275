import { readOutput } from './output.ts';

it.each([
  ['', undefined, undefined],
  ['csv', 'csv', undefined],
  ['json rows of today.txt', 'json', 'rows of today.txt'],
  ['rows.csv', 'csv', 'rows.csv'],
  ['rows.yml', 'yaml', 'rows.yml'],
  ['rows.txt', undefined, 'rows.txt'],
  ['csv rows.json', 'csv', 'rows.json'],
])('%j is the format %s and the file %s', (text, format, file) => {
  expect(readOutput(text)).toEqual({ format, file });
});
