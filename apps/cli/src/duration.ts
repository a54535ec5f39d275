import { usageError } from './command-error.ts';

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Reads `90s`, `15m`, `12h`, `30d`, `2w`: in seconds. */
export function readDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : seconds[unit];
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  throw usageError(`${JSON.stringify(text)} is no duration`, 'write a number and a unit: 90s, 15m, 12h, 30d, 2w');
}

/** Reads a moment: a date, a date with time, or a duration from now. */
export function readMoment(text: string, now: Date): Date {
  return isDate(text) ? readDate(text) : new Date(now.getTime() + readDuration(text) * 1000);
}

/** Reads a moment that has passed: a date, a date with time, or how long ago. */
export function readAgo(text: string, now: Date): Date {
  return isDate(text) ? readDate(text) : new Date(now.getTime() - readDuration(text) * 1000);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text);
}

function readDate(text: string): Date {
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw usageError(`${JSON.stringify(text)} is no date`, 'write it as 2030-12-31 or 2030-12-31T12:00:00Z');
}
