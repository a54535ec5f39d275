import { Refusal } from '@easement/domain';

/** What a part answered, or that it could not be reached. */
export type Part<T> =
  { readonly answer: T; readonly unreachable?: never } | { readonly answer?: never; readonly unreachable: string };

/**
 * Waits for an answer that a composed page can do without: a peer that is down is named instead. A refusal is the
 * page's refusal.
 */
export async function orUnreachable<T>(answer: Promise<T>): Promise<Part<T>> {
  try {
    return { answer: await answer };
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'peer_unavailable') {
      return { unreachable: error.facts['part'] ?? 'unknown' };
    }
    throw error;
  }
}

/** The parts that could not be reached, each once. */
export function unreachableOf(parts: readonly Part<unknown>[]): string[] {
  return [...new Set(parts.flatMap(({ unreachable }) => (unreachable === undefined ? [] : [unreachable])))].sort();
}
