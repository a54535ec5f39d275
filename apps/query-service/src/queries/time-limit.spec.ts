import { Refusal } from '@easement/domain';
import { timeLimit } from './time-limit.ts';

describe('the time limit of a statement', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [30_000, 29_500],
    [2_000, 1_600],
    [10, 8],
    [-5, 0],
  ])('of a call that has %i ms is %i ms', (left, limit) => {
    using timed = timeLimit({ deadline: Date.now() + left });
    if (limit > 0) jest.advanceTimersByTime(limit - 1);
    expect(timed.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(timed.signal.reason).toBeInstanceOf(Refusal);
    expect(timed.signal.reason).toMatchObject({ reason: 'query_timeout', facts: { limit: String(limit) } });
  });

  it('passes unnoticed where the statement has ended before', () => {
    const timed = timeLimit({ deadline: Date.now() + 1_000 });
    timed[Symbol.dispose]();
    jest.advanceTimersByTime(10_000);
    expect(timed.signal.aborted).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});
