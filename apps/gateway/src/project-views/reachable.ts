import { Code } from '@easement/contracts';
import { Refusal, type ServiceName } from '@easement/domain';
import { RpcError } from '@easement/rpc';

/** What a part answered, or the name of what could not be reached. */
export type Part<T> =
  { readonly answer: T; readonly unreachable?: never } | { readonly answer?: never; readonly unreachable: string };

/**
 * Waits for an answer that a composed page can do without: a peer that is down, or late, is named instead. A refusal is
 * the page's refusal.
 */
export async function orUnreachable<T>(part: ServiceName, answer: Promise<T>): Promise<Part<T>> {
  try {
    return { answer: await answer };
  } catch (error) {
    // The peer may be up, and name a part behind it that is not.
    if (error instanceof Refusal && error.reason === 'peer_unavailable') {
      return { unreachable: error.facts['part'] ?? part };
    }
    // Peers are given less time than there is, so that who asked still gets the rest of the page.
    if (error instanceof RpcError && error.code === Code.DEADLINE_EXCEEDED) return { unreachable: part };
    throw error;
  }
}

/** The parts that could not be reached, each once. */
export function unreachableOf(parts: readonly Part<unknown>[]): string[] {
  return [...new Set(parts.flatMap(({ unreachable }) => (unreachable === undefined ? [] : [unreachable])))].sort();
}
