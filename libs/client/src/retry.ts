import { type EasementError, isRetryable, toEasementError } from './easement-error.ts';

/** How a call that failed is made again. */
export type RetryPolicy = {
  /** How often a call is made at most; 1 makes none again. */
  readonly attempts: number;
  /** The longest wait before the second attempt, in milliseconds; it doubles each time. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** From 0 to 1: waits are random, so that callers who failed together do not come back together. */
  readonly random: () => number;
};

export const defaultRetry: RetryPolicy = {
  attempts: 5,
  firstDelayMs: 200,
  longestDelayMs: 5_000,
  random: Math.random,
};

/** How calls are repeated, and whether it still makes sense. */
export type Repeating = {
  readonly retry: RetryPolicy;
  /** Whether the client was closed: what breaks then is not made again. */
  readonly isClosed: () => boolean;
};

/** What bounds a call with all its attempts. */
export type Bounds = {
  readonly requestId: string;
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal | undefined;
  /** Milliseconds since the epoch; infinite where the caller sets none. */
  readonly deadline: number;
};

/**
 * Makes the call until it succeeds, fails for good, was made often enough, or the wait would outlast the deadline;
 * throws EasementError. Only for calls that are safe to repeat: reads, and mutations with a request id.
 */
export async function repeatedly<T>(policy: Repeating, bounds: Bounds, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const error = toEasementError(thrown, bounds);
      const delay = delayBefore(policy.retry, attempt);
      if (!mayRepeat(policy, bounds, error, attempt, delay)) throw error;
      await pause(delay, bounds.signal);
    }
  }
}

function mayRepeat(policy: Repeating, bounds: Bounds, error: EasementError, attempt: number, delay: number): boolean {
  if (attempt >= policy.retry.attempts || !isRetryable(error) || policy.isClosed()) return false;
  return !bounds.signal?.aborted && Date.now() + delay < bounds.deadline;
}

function delayBefore({ firstDelayMs, longestDelayMs, random }: RetryPolicy, attempt: number): number {
  return random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
}

/** Ends early when the signal aborts; the next attempt then fails at once, as the transport words it. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
}
