import type { Random } from './random.ts';

/**
 * When the two calls of a pair start. A race that one side always wins proves little, so the start of the loser of each
 * round moves forward until both win about as often; within ten milliseconds either way chance decides.
 */
export type Balance = {
  /** By how many milliseconds the second call starts after the first; before it, if negative. */
  readonly next: (random: Random) => number;
  readonly tell: (firstCame: boolean) => void;
};

const spreadMs = 10;
const stepMs = 2;
const mostMs = 100;

export function newBalance(): Balance {
  let lean = 0;
  return {
    next: (random) => lean + spreadMs * (2 * random() - 1),
    tell: (firstCame) => {
      lean = Math.max(-mostMs, Math.min(mostMs, lean + (firstCame ? -stepMs : stepMs)));
    },
  };
}
