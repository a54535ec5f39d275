export type Usage = {
  readonly busy: number;
  readonly waiting: number;
  /** Since the start, of all together; who is busy or waits now counts up to now. */
  readonly busySeconds: number;
  readonly waitingSeconds: number;
};

export type UsageMeter = {
  /** To be called before a count changes. */
  readonly settle: () => void;
  readonly usage: () => Usage;
};

/** Sums up how long how many were busy and how many waited: one look at the clock for each change. */
export function createUsageMeter(
  count: { readonly busy: () => number; readonly waiting: () => number },
  now: () => number = () => performance.now(),
): UsageMeter {
  let [busyMs, waitingMs, settled] = [0, 0, now()];
  const settle = () => {
    const time = now();
    busyMs += count.busy() * (time - settled);
    waitingMs += count.waiting() * (time - settled);
    settled = time;
  };
  return {
    settle,
    usage: () => {
      settle();
      return {
        busy: count.busy(),
        waiting: count.waiting(),
        busySeconds: busyMs / 1000,
        waitingSeconds: waitingMs / 1000,
      };
    },
  };
}
