import { hash } from 'node:crypto';
import { Refusal } from '@easement/domain';

/** How often one token may call, in one process of the gateway: steadily, and at once after a rest. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** About what one process of the gateway can serve: no token takes more than all of it for longer than a moment. */
export const defaultRate: Rate = { perSecond: 500, burst: 2_000 };

/** Counts the calls of each token, by the token bucket: it holds `burst` calls and fills by `perSecond`. */
export type RateLimit = {
  /** Refuses `rate_limited` a token that has spent what it may; one that is not known yet passes. */
  readonly assertLeft: (secret: string) => void;
  /** Counts one call of a token that has been found good; refuses as above. */
  readonly spend: (secret: string) => void;
};

type Bucket = { calls: number; at: number };

/** Tokens that are remembered. One that is forgotten has rested longest, and most likely has all of its burst again. */
const remembered = 100_000;

/** `now` answers milliseconds that never go back. */
export function rateLimit({ perSecond, burst }: Rate, now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  const filled = (key: string): Bucket => {
    const at = now();
    const { calls, at: before } = buckets.get(key) ?? { calls: burst, at };
    return { calls: Math.min(burst, calls + ((at - before) * perSecond) / 1_000), at };
  };
  const assertOne = ({ calls }: Bucket): void => {
    if (calls < 1) throw tooOften({ perSecond, burst }, Math.ceil(((1 - calls) * 1_000) / perSecond));
  };
  return {
    assertLeft: (secret) => {
      const key = keyOf(secret);
      if (buckets.has(key)) assertOne(filled(key));
    },
    spend: (secret) => {
      const key = keyOf(secret);
      const bucket = filled(key);
      assertOne(bucket);
      // Set anew, so that the first of the map is the one that has rested longest.
      buckets.delete(key);
      buckets.set(key, { ...bucket, calls: bucket.calls - 1 });
      if (buckets.size > remembered) for (const oldest of buckets.keys()) return void buckets.delete(oldest);
    },
  };
}

/** The secret itself is not kept. */
function keyOf(secret: string): string {
  return hash('sha256', secret, 'base64');
}

function tooOften({ perSecond, burst }: Rate, waitMs: number): Refusal {
  return new Refusal(
    'rate_limited',
    `the token has called more often than ${perSecond} times a second, after ${burst} at once; repeat in ${waitMs} ms`,
    { limit: String(perSecond), burst: String(burst), retry_after_ms: String(waitMs) },
  );
}
