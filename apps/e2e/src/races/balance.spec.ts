import { newBalance } from './balance.ts';
import { randomOf } from './random.ts';

describe('a balance', () => {
  it('lets both sides of an unequal race win', () => {
    const random = randomOf(5);
    const balance = newBalance();
    const wins = Array.from({ length: 400 }, () => {
      const offset = balance.next(random);
      // The first takes 45 ms to where they meet, and the second 5.
      const firstCame = 45 < offset + 5;
      balance.tell(firstCame);
      return firstCame;
    });
    const share = wins.slice(100).filter((won) => won).length / 300;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('stays near the start where one side always wins', () => {
    const balance = newBalance();
    for (let round = 0; round < 1_000; round++) balance.tell(true);
    expect(balance.next(() => 0)).toBe(-110);
  });
});
