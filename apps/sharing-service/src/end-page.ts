import type { Position } from '@easement/persistence';

/** Clients receive messages of 4 MiB: what is estimated here may be half as much again, and still be one. */
const mostBytes = 2.5 * 1024 * 1024;

/** What every thing of a list takes beside its texts and lists: ids, times and numbers. */
const fixedBytes = 400;

export type Page<T> = { readonly found: readonly T[]; readonly next: Position | undefined };

/** Ends a page early where what is on it comes to more than a message holds. The first of it stays, however large. */
export function endPage<T>(
  { found, next }: Page<T>,
  { bytesOf, positionOf }: { readonly bytesOf: (one: T) => number; readonly positionOf: (one: T) => Position },
  most = mostBytes,
): Page<T> {
  let bytes = 0;
  const tooMany = found.findIndex((one, at) => (bytes += fixedBytes + bytesOf(one)) > most && at > 0);
  const last = found[tooMany - 1];
  return last ? { found: found.slice(0, tooMany), next: positionOf(last) } : { found, next };
}

export function bytesOfTexts(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
