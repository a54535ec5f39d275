import type { MethodRules } from './handler.ts';
import { configReader } from './config-reader.ts';
import {
  defaultLimits,
  headersTooLarge,
  hourMs,
  messageTooLarge,
  readLimits,
  readPageSizes,
  timeoutFor,
} from './limits.ts';

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

it('refused headers name the limit and their size', () => {
  expect(headersTooLarge(10, 12)).toMatchObject({
    reason: 'message_too_large',
    facts: { limit_bytes: '10', bytes: '12' },
  });
});

it('limits are the usual ones where nothing is said', () => {
  expect({ ...defaultLimits, ...readLimits(configReader({})) }).toEqual(defaultLimits);
});

it('limits are as they are said', () => {
  const variables = {
    EASEMENT_MESSAGE_BYTES: '2097152',
    EASEMENT_HEADER_BYTES: '8192',
    EASEMENT_LIST_ITEMS: '20',
    EASEMENT_STREAMS_PER_CONNECTION: '30',
  };
  expect(readLimits(configReader(variables))).toEqual({
    messageBytes: 2_097_152,
    headerBytes: 8_192,
    listItems: 20,
    streamsPerConnection: 30,
  });
});

it.each([
  [{}, { usual: 50, most: 1_000 }],
  [{ EASEMENT_LONGEST_PAGE: '20' }, { usual: 20, most: 20 }],
  [
    { EASEMENT_PAGE_SIZE: '10', EASEMENT_LONGEST_PAGE: '5000' },
    { usual: 10, most: 5_000 },
  ],
])('with %j pages have %j', (variables, sizes) => {
  const reader = configReader(variables);
  expect(reader.finish(readPageSizes(reader))).toEqual(sizes);
});

it('a page that is longer by itself than the longest is a problem', () => {
  const reader = configReader({ EASEMENT_PAGE_SIZE: '100', EASEMENT_LONGEST_PAGE: '10' });
  expect(() => reader.finish(readPageSizes(reader))).toThrow('EASEMENT_PAGE_SIZE is "100", not a whole number from 1');
});
