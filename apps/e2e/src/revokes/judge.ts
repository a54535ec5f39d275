import { type History, momentOf, type Read } from './history.ts';

/** By the ways that a cut closes, how a read may be refused from then on; all others stay open. */
export type Closed = Readonly<Record<string, readonly string[]>>;

/**
 * Everything that is wrong with a history. A read that began after the answer of the cut is refused, for the reason that
 * the rules give; one that ended before it was asked for is answered; one between may be either; none is answered in part.
 * A way that was never read before shows nothing by being closed, nor does one that nobody tried afterwards.
 */
export function judge({ cut, reads }: History, closed: Closed, ways: readonly string[]): string[] {
  const wrong = reads.flatMap((read) => {
    const moment = momentOf(read, cut);
    const allowed = allowedAt(moment, closed[read.way]);
    return allowed.includes(read.outcome) ? [] : [complaint(read, cut.ended, moment, allowed)];
  });
  const isShown = (way: string, moment: 'before' | 'after') =>
    reads.some((read) => read.way === way && momentOf(read, cut) === moment);
  return [
    ...(cut.outcome === 'done' ? [] : [`the cut ended with ${cut.outcome}`]),
    ...wrong,
    ...ways.filter((way) => !isShown(way, 'before')).map((way) => `nobody has read by ${way} before`),
    ...ways.filter((way) => !isShown(way, 'after')).map((way) => `nobody has tried ${way} afterwards`),
  ];
}

const whole = ['whole'];

function allowedAt(moment: ReturnType<typeof momentOf>, reasons: readonly string[] | undefined): readonly string[] {
  if (moment === 'before' || reasons === undefined) return whole;
  return moment === 'after' ? reasons : [...whole, ...reasons];
}

function complaint({ way, outcome, began, ended }: Read, cutEnded: number, moment: string, allowed: readonly string[]) {
  const [from, to] = [began, ended].map((at) => (at - cutEnded).toFixed(1));
  return `${way}: ${outcome}, not ${allowed.join(' or ')}; ${moment}, from ${from} to ${to} ms of the cut's answer`;
}
