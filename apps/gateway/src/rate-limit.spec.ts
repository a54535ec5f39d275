import { Refusal } from '@easement/domain';
import { rateLimit } from './rate-limit.ts';

function counting(rate: { perSecond: number; burst: number }) {
  let time = 1_000;
  const limit = rateLimit(rate, () => time);
  const spend = (secret: string, times: number): number => {
    let passed = 0;
    for (let call = 0; call < times; call += 1) {
      try {
        limit.assertLeft(secret);
        limit.spend(secret);
        passed += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }
    return passed;
  };
  return { limit, spend, wait: (ms: number) => (time += ms) };
}

it('a token calls as often at once as its burst, then as often as time has passed for', () => {
  const { spend, wait } = counting({ perSecond: 10, burst: 5 });
  expect(spend('one', 8)).toBe(5);
  wait(200);
  expect(spend('one', 8)).toBe(2);
  wait(60_000);
  expect(spend('one', 8)).toBe(5);
});

it('tokens do not spend for one another', () => {
  const { spend } = counting({ perSecond: 1, burst: 2 });
  expect(spend('one', 5)).toBe(2);
  expect(spend('two', 5)).toBe(2);
});

it('a token that nobody has found good yet passes, and is not counted', () => {
  const { limit, spend } = counting({ perSecond: 1, burst: 1 });
  for (let call = 0; call < 5; call += 1) expect(() => limit.assertLeft('unknown')).not.toThrow();
  expect(spend('unknown', 2)).toBe(1);
});

it('the refusal says the limit and how long to wait', () => {
  const { limit, wait } = counting({ perSecond: 4, burst: 1 });
  limit.spend('one');
  wait(100);
  let refusal: unknown;
  try {
    limit.assertLeft('one');
  } catch (error) {
    refusal = error;
  }
  const facts = { limit: '4', burst: '1', retry_after_ms: '150' };
  expect(refusal).toMatchObject({ reason: 'rate_limited', facts });
});
