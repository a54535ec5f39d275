/** The end of a call: with what to throw, or with nothing if all went well. */
export type CallEnd = { readonly error: Error | undefined };

/** Waits for one thing after another, or for the end of the call, whichever comes first. */
export type Waiter = {
  /** Begins what `arm` begins and waits for it; answers the end instead if the call is over, or ends meanwhile. */
  readonly next: <T>(arm: (resolve: (value: T) => void) => void) => Promise<T | CallEnd>;
  /** Ends the call, once: what comes later is not heard. */
  readonly end: (error: Error | undefined) => void;
  readonly ended: Promise<CallEnd>;
};

/**
 * Racing each message of a stream with one promise for its end would keep a reaction per message until that end: so the
 * end wakes up who waits right now, and nobody else.
 */
export function createWaiter(): Waiter {
  const { promise: ended, resolve: settle } = Promise.withResolvers<CallEnd>();
  let over: CallEnd | undefined;
  let wake: ((end: CallEnd) => void) | undefined;
  return {
    ended,
    end(error) {
      if (over) return;
      over = { error };
      settle(over);
      wake?.(over);
    },
    next: (arm) =>
      new Promise((resolve) => {
        if (over) {
          resolve(over);
          return;
        }
        wake = resolve;
        arm(resolve);
      }),
  };
}
