import type { Outcomes, Pair } from './pair.ts';
import { newTally, outcomeLines } from './tally.ts';

const pair: Pair = {
  name: 'link | drop',
  racers: ['linker', 'owner'],
  refusals: [[], []],
  prepare: () => Promise.reject(new Error('nobody races here')),
};

const ended = (one: string, other: string): Outcomes => [
  { text: one, began: 0, ended: 1 },
  { text: other, began: 0, ended: 1 },
];

describe('a tally', () => {
  it('counts ends by pair', () => {
    const tally = newTally();
    tally.add(pair, ended('NOT_FOUND', 'done'));
    tally.add(pair, ended('done', 'HAS_LINKS'));
    tally.add(pair, ended('done', 'HAS_LINKS'));
    tally.add({ ...pair, name: 'cut' }, ended('done', 'done'));
    expect(tally.count()).toBe(4);
    expect(tally.outcomes()).toEqual({
      cut: { 'done / done': 1 },
      'link | drop': { 'NOT_FOUND / done': 1, 'done / HAS_LINKS': 2 },
    });
    expect(outcomeLines(tally.outcomes()).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'cut 1 done / done',
      'link | drop 2 done / HAS_LINKS',
      ' 1 NOT_FOUND / done',
    ]);
  });

  it('leans towards who lost, each kind for itself', () => {
    const tally = newTally();
    for (let round = 0; round < 10; round++) tally.add(pair, ended('done', 'HAS_LINKS'));
    const half = () => 0.5;
    expect(tally.balanceOf(pair).next(half)).toBe(-20);
    expect(tally.balanceOf({ ...pair, name: 'cut' }).next(half)).toBe(0);
    const late: Pair = { ...pair, name: 'late', firstCame: ([, other]) => other.text === 'done' };
    tally.add(late, ended('done', 'HAS_LINKS'));
    expect(tally.balanceOf(late).next(half)).toBe(2);
  });
});
