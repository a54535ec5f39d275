import { spreadOf, sum } from './statistics.ts';

describe('spreadOf', () => {
  it('is 0 of nothing', () => {
    expect(spreadOf([])).toEqual({ median: 0, p90: 0, max: 0 });
  });

  it('orders by number, not by text', () => {
    expect(spreadOf([100, 9, 20])).toEqual({ median: 20, p90: 100, max: 100 });
  });

  it('takes the value that nine of ten do not exceed', () => {
    expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ median: 5, p90: 9, max: 10 });
  });
});

describe('sum', () => {
  it('adds, and is 0 of nothing', () => {
    expect([sum([]), sum([1, 2, 3])]).toEqual([0, 6]);
  });
});
