import { type PrincipalId, Refusal } from '@easement/domain';

export const usualStreamsPerAccount = 64;

/** How many streams of activity each account has open in this process: they cost little, and last. */
export type Followers = {
  /** Books one until it is disposed of; refuses `rate_limited` an account that has as many as it may. */
  readonly begin: (principal: PrincipalId) => Disposable;
};

/** Which of its tokens an account used is known to the gateway alone. */
export function followers(most: number): Followers {
  const open = new Map<PrincipalId, number>();
  return {
    begin: (principal) => {
      const count = open.get(principal) ?? 0;
      if (count >= most) throw tooMany(principal, most);
      open.set(principal, count + 1);
      return {
        [Symbol.dispose]: () => {
          const left = (open.get(principal) ?? 1) - 1;
          if (left > 0) open.set(principal, left);
          else open.delete(principal);
        },
      };
    },
  };
}

function tooMany(principal: PrincipalId, most: number): Refusal {
  return new Refusal(
    'rate_limited',
    `${principal} follows activity by ${most} streams already, as many as it may; end one of them, then repeat`,
    { limit: String(most) },
  );
}
