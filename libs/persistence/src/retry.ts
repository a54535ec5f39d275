import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from './driver-errors.ts';
import type { Retried } from './status.ts';

const longestPauseMs = 500;
const attemptsAfterLoss = 2;

/**
 * Repeats `attempt` while it loses against another transaction, with random growing pauses, until `signal` aborts. A
 * connection that broke before the commit gets one more attempt on another connection. `onRetry` hears of each repeat.
 */
export async function retryConflicts<T>(
  signal: AbortSignal,
  attempt: () => Promise<T>,
  onRetry?: (why: Retried) => void,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = failureOf(error);
      signal.throwIfAborted();
      if (failure !== 'conflict' && !(failure === 'lost' && tries < attemptsAfterLoss)) throw error;
      onRetry?.(failure);
    }
    await pause(tries, signal);
  }
}

async function pause(tries: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(longestPauseMs, 4 * 2 ** Math.min(tries, 10));
  try {
    await sleep(Math.random() * longest, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
