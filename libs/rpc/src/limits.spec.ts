import type { MethodRules } from './handler.ts';
import { defaultLimits, hourMs, messageTooLarge, timeoutFor } from './limits.ts';

it.each<readonly [string, MethodRules | undefined, number | undefined, number]>([
  ['no deadline', undefined, undefined, 30_000],
  ['a short one', undefined, 10, 10],
  ['a past one', undefined, -5, -5],
  ['a long one', undefined, 3_000_000, 60_000],
  ['none for a load', { timeoutMs: hourMs }, undefined, hourMs],
  ['a long one for a load', { timeoutMs: hourMs }, 2 * hourMs, hourMs],
  ['none for an endless stream', { endless: true }, undefined, hourMs],
  ['one for an endless stream', { endless: true }, 5_000, 5_000],
])('%s', (_, rules, asked, expected) => {
  expect(timeoutFor(defaultLimits, rules, asked)).toBe(expected);
});

it('a refused size names the limit, and the size where it is known', () => {
  expect(messageTooLarge(10, 12)).toMatchObject({
    reason: 'message_too_large',
    facts: { limit_bytes: '10', bytes: '12' },
  });
  expect(messageTooLarge(10)).toMatchObject({ facts: { limit_bytes: '10' } });
});
