import { readAgo, readDuration, readMoment } from './duration.ts';

it.each([
  ['90s', 90],
  ['15m', 900],
  ['12h', 43_200],
  ['30d', 2_592_000],
  ['2w', 1_209_600],
])('%s are %i seconds', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

it.each(['', '30', 'd', '-1d', '1.5h', '1y', '9999999s'])('%j is no duration', (text) => {
  expect(() => readDuration(text)).toThrow('is no duration');
});

it('a moment that has passed is a date, or how long ago', () => {
  const now = new Date('2026-01-08T00:00:00Z');
  expect(readAgo('1w', now).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(readAgo('2025-12-31', now).toISOString()).toBe('2025-12-31T00:00:00.000Z');
  expect(() => readAgo('2030-13-45', now)).toThrow('is no date');
});

it('a moment is a date, or a duration from now', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(readMoment('1d', now).toISOString()).toBe('2026-01-02T00:00:00.000Z');
  expect(readMoment('2030-12-31', now).toISOString()).toBe('2030-12-31T00:00:00.000Z');
  expect(readMoment('2030-12-31T12:00:00+02:00', now).toISOString()).toBe('2030-12-31T10:00:00.000Z');
  expect(() => readMoment('2030-13-45', now)).toThrow('is no date');
  expect(() => readMoment('tomorrow', now)).toThrow('is no duration');
});
