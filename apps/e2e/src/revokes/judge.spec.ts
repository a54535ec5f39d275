import type { History, Read } from './history.ts';
import { judge } from './judge.ts';

/** A cut that was asked for at 100 and answered at 200. */
const cut = { began: 100, ended: 200, outcome: 'done' };
const closed = { table: ['UNKNOWN_NAME'] };
const ways = ['table', 'view'];

const read = (way: string, began: number, ended: number, outcome = 'whole'): Read => ({ way, began, ended, outcome });

/** As it should be: both read before, the one refused afterwards, the other answered. */
const right: History = {
  cut,
  reads: [read('table', 10, 90), read('view', 20, 95), read('table', 201, 230, 'UNKNOWN_NAME'), read('view', 205, 240)],
};

const withRead = (one: Read): History => ({ cut, reads: [...right.reads, one] });

describe('judging reads around a cut', () => {
  it('finds nothing wrong with refusals of what is closed, and answers of what is open', () => {
    expect(judge(right, closed, ways)).toEqual([]);
  });

  it('finds a read that began after the answer and was answered', () => {
    const [found, ...more] = judge(withRead(read('table', 200.1, 260)), closed, ways);
    expect(found).toBe(`table: whole, not UNKNOWN_NAME; after, from 0.1 to 60.0 ms of the cut's answer`);
    expect(more).toEqual([]);
  });

  it.each(['whole', 'UNKNOWN_NAME'])('lets a read under way meanwhile end as %s', (outcome) => {
    for (const [began, ended] of [
      [50, 100],
      [50, 300],
      [150, 160],
      [200, 300],
    ] as const) {
      expect(judge(withRead(read('table', began, ended, outcome)), closed, ways)).toEqual([]);
    }
  });

  it.each([
    ['in part', read('table', 150, 300, 'answered 7 rows of 500')],
    ['for another reason', read('table', 150, 300, 'INTERNAL')],
    ['for another reason afterwards', read('table', 201, 300, 'NOT_FOUND')],
    ['before the cut', read('table', 50, 99, 'UNKNOWN_NAME')],
    ['where nothing is closed', read('view', 300, 310, 'UNKNOWN_NAME')],
    ['in part where nothing is closed', read('view', 300, 310, 'answered 7 rows of 500')],
  ])('finds a read that ended %s', (_, one) => {
    expect(judge(withRead(one), closed, ways)).toHaveLength(1);
  });

  it('finds a way that nobody read before, or tried afterwards', () => {
    const [, , ...afterwards] = right.reads;
    expect(judge({ cut, reads: afterwards }, closed, ways)).toEqual([
      'nobody has read by table before',
      'nobody has read by view before',
    ]);
    expect(judge({ cut, reads: right.reads.slice(0, 3) }, closed, ways)).toEqual(['nobody has tried view afterwards']);
  });

  it('finds a cut that was refused', () => {
    expect(judge({ ...right, cut: { ...cut, outcome: 'LOST_RACE' } }, closed, ways)).toEqual([
      'the cut ended with LOST_RACE',
    ]);
  });
});
