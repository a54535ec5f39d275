import type { Position } from '@easement/persistence';

/** Clients receive messages of 4 MiB: what is estimated here may be half as much again, and still be one. */
const mostBytes = 2.5 * 1024 * 1024;

/** What every thing of a list takes beside its texts: ids, times and numbers. */
const fixedBytes = 400;

type Page<T> = { readonly found: readonly T[]; readonly next: Position | undefined };

/** Ends a page of things, which are in the order of their ids, early where their texts are more than a message holds. */
export function endLongPage<T extends { readonly id: string }>(
  { found, next }: Page<T>,
  bytesOf: (one: T) => number,
  most = mostBytes,
): Page<T> {
  let bytes = 0;
  // The first is on the page however long it is: a list that does not go on would never end.
  const tooMany = found.findIndex((one, at) => (bytes += fixedBytes + bytesOf(one)) > most && at > 0);
  const last = found[tooMany - 1];
  return last ? { found: found.slice(0, tooMany), next: [last.id] } : { found, next };
}

export function bytesOfTexts(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
