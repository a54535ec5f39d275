import type { Call } from '@easement/rpc';

/** What a spec does in the middle of a fake's RPCs, and how often each was asked. */
export type Stepping<M extends string> = {
  /** Until the answer is called, `act` runs at each call of the method, before it does its work or after. */
  readonly stepInto: (method: M, when: 'before' | 'after', act: (call: Call) => Promise<void> | void) => () => void;
  /** How often the method was asked. */
  readonly asked: (method: M) => number;
};

/** Wraps a fake's handlers. Their own work awaits nothing, so that none sees half of another's, as in a transaction. */
export type StepsAround<M extends string> = Stepping<M> & {
  readonly around: <I, O>(method: M, act: (request: I, call: Call) => O) => (request: I, call: Call) => Promise<O>;
};

export function stepsAround<M extends string>(): StepsAround<M> {
  type Interloper = { readonly method: M; readonly when: 'before' | 'after'; readonly act: (call: Call) => unknown };
  const interlopers = new Set<Interloper>();
  const asked = new Map<M, number>();
  const step = async (method: M, when: Interloper['when'], call: Call): Promise<void> => {
    for (const one of [...interlopers]) if (one.method === method && one.when === when) await one.act(call);
  };
  return {
    asked: (method) => asked.get(method) ?? 0,
    stepInto: (method, when, act) => {
      const interloper = { method, when, act };
      interlopers.add(interloper);
      return () => void interlopers.delete(interloper);
    },
    around: (method, act) => async (request, call) => {
      asked.set(method, (asked.get(method) ?? 0) + 1);
      await step(method, 'before', call);
      const answer = act(request, call);
      await step(method, 'after', call);
      return answer;
    },
  };
}
