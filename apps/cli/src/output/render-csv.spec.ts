import fc from 'fast-check';
import { csvLine } from './render-csv.ts';

describe('csvLine', () => {
  it('quotes what a reader would misunderstand', () => {
    expect(csvLine(['a,b', 'say "so"', 'two\nlines', ' space', 'plain', 'end '])).toBe(
      '"a,b","say ""so""","two\nlines"," space",plain,"end "\r\n',
    );
  });

  it('tells NULL from the empty text', () => {
    expect(csvLine([null, '', 0, false, undefined])).toBe(',"",0,false,\r\n');
  });

  it('writes no empty line', () => {
    expect(csvLine([null])).toBe('""\r\n');
  });

  it('takes the exact figure where people see a rounded one', () => {
    expect(csvLine([{ text: '1.3 MB', raw: '1300000' }, 2n ** 62n])).toBe('1300000,4611686018427387904\r\n');
  });
});

/** Reads CSV by the letter of RFC 4180, telling what was quoted from what was not. */
function readCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, bare, end] of text.matchAll(field)) {
    rows.at(-1)?.push(quoted === undefined ? bare || null : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('a reader gets back what was written, NULL and the empty text apart', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r', '東') });
  const cell = fc.option(text);
  const rows = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(rows, (written) => {
      expect(readCsv(written.map(csvLine).join(''))).toEqual(written);
    }),
  );
});
