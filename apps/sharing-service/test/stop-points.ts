/** Points between the steps of a protocol at which a spec lets the service die, or wait. */
export type StopPoints<Step extends string> = {
  /** What the service calls at each step. */
  readonly reached: (step: Step) => Promise<void>;
  /** The next call that comes there dies: nothing of it is done afterwards, and nothing cleaned up. */
  readonly dieAt: (step: Step) => void;
  /** The next call that comes there waits until it is let go. */
  readonly holdAt: (step: Step) => Held;
  /** Runs before the next call that comes there goes on. */
  readonly doAt: (step: Step, act: () => Promise<unknown>) => void;
};

export type Held = { readonly arrived: Promise<void>; readonly letGo: () => void };

export function stopPoints<Step extends string>(): StopPoints<Step> {
  const waiting = new Map<Step, (() => Promise<unknown>)[]>();
  const doAt = (step: Step, act: () => Promise<unknown>): void => {
    waiting.set(step, [...(waiting.get(step) ?? []), act]);
  };
  return {
    reached: async (step) => {
      const [act, ...others] = waiting.get(step) ?? [];
      waiting.set(step, others);
      await act?.();
    },
    doAt,
    dieAt: (step) => doAt(step, () => Promise.reject(new Error(`died at ${step}`))),
    holdAt: (step) => {
      const arrived = Promise.withResolvers<void>();
      const leave = Promise.withResolvers<void>();
      doAt(step, () => {
        arrived.resolve();
        return leave.promise;
      });
      return { arrived: arrived.promise, letGo: () => leave.resolve() };
    },
  };
}
