import { randomOf, shuffled } from './random.ts';

describe('randomOf', () => {
  it('answers the same numbers for the same seed, spread from 0 to 1', () => {
    const [one, other] = [randomOf(7), randomOf(7)];
    const numbers = Array.from({ length: 1_000 }, () => one());
    expect(numbers).toEqual(Array.from({ length: 1_000 }, () => other()));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  it('answers others for another seed', () => {
    expect(randomOf(7)()).not.toBe(randomOf(8)());
  });
});

describe('shuffled', () => {
  it('keeps every thing, in an order that follows from the seed', () => {
    const things = Array.from({ length: 20 }, (_, place) => place);
    const order = shuffled(things, randomOf(1));
    expect(order).not.toEqual(things);
    expect(order.toSorted((one, other) => one - other)).toEqual(things);
    expect(shuffled(things, randomOf(1))).toEqual(order);
  });
});
