import { Refusal } from '@easement/domain';
import type { Call } from '@easement/rpc';

/** How long before a call's deadline its statement is ended: who waits can still be told why. */
const longestMarginMs = 500;

/** Aborts with `query_timeout` a little before the deadline of the call, which by itself says nothing of the statement. */
export function timeLimit({ deadline }: Pick<Call, 'deadline'>): Disposable & { readonly signal: AbortSignal } {
  const left = Math.max(0, deadline - Date.now());
  const limitMs = Math.floor(left - Math.min(longestMarginMs, left * 0.2));
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timedOut(limitMs)), limitMs);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

function timedOut(limitMs: number): Refusal {
  const message = `the statement did not end within the ${limitMs} ms that it was given; filter or group earlier, or allow more`;
  return new Refusal('query_timeout', message, { limit: String(limitMs), unit: 'milliseconds' });
}
