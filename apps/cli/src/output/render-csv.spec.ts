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
