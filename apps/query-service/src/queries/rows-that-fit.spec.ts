import { rowsThatFit } from './rows-that-fit.ts';

const mib = 1024 * 1024;

describe('rowsThatFit', () => {
  it('answers all rows that one message holds', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => [index, null, true, 'text']);
    expect(rowsThatFit(rows)).toBe(rows);
    expect(rowsThatFit([])).toEqual([]);
  });

  it('cuts before the row that is too much', () => {
    const text = 'x'.repeat(mib - 100);
    expect(rowsThatFit([[text], [text], [text], [text], ['y']])).toHaveLength(3);
  });

  it('weighs bytes, and what each value costs besides', () => {
    expect(rowsThatFit([['ä'.repeat(mib)], ['ä'.repeat(mib)]])).toHaveLength(1);
    const wide = Array.from({ length: 1000 }, () => 1);
    expect(rowsThatFit(Array.from({ length: 1000 }, () => wide)).length).toBeLessThan(250);
  });

  it('answers one row at least', () => {
    expect(rowsThatFit([['x'.repeat(3 * mib)], ['y']])).toHaveLength(1);
  });
});
