import { Refusal } from '@easement/domain';
import type { LaneStatus } from './status.ts';
import { createUsageMeter } from './usage.ts';

export type Loan<T> = { readonly thing: T; readonly giveBack: () => void };

export type Lender<T> = {
  /** Waits for a turn, first come first served; rejects with the signal's reason when that aborts first. */
  readonly borrow: (signal: AbortSignal) => Promise<Loan<T>>;
  /** Refuses who waits or comes later, and resolves when everything lent is back. */
  readonly close: () => Promise<void>;
  /** How many things there are, are lent and are waited for, and since the start how long. */
  readonly status: () => LaneStatus;
};

type Waiter<T> = { readonly receive: (thing: T) => void; readonly refuse: (reason: unknown) => void };

/** Lends each thing to one holder at a time. */
export function createLender<T>(things: readonly T[]): Lender<T> {
  const free = [...things];
  const waiting = new Set<Waiter<T>>();
  let closed: PromiseWithResolvers<unknown> | undefined;
  const busy = () => things.length - free.length;
  const meter = createUsageMeter({ busy, waiting: () => waiting.size });

  const giveBack = (thing: T) => {
    meter.settle();
    const [next] = waiting;
    if (next !== undefined) return next.receive(thing);
    free.push(thing);
    if (free.length === things.length) closed?.resolve(undefined);
  };

  const lend = (thing: T): Loan<T> => {
    let isOut = true;
    return {
      thing,
      giveBack: () => {
        if (isOut) giveBack(thing);
        isOut = false;
      },
    };
  };

  const wait = (signal: AbortSignal) =>
    new Promise<Loan<T>>((resolve, reject) => {
      const leave = () => {
        meter.settle();
        waiting.delete(waiter);
        signal.removeEventListener('abort', abort);
      };
      const waiter: Waiter<T> = {
        receive: (thing) => (leave(), resolve(lend(thing))),
        refuse: (reason) => (leave(), reject(reason)),
      };
      const abort = () => waiter.refuse(signal.reason);
      waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
    });

  return {
    borrow: async (signal) => {
      signal.throwIfAborted();
      if (closed !== undefined) throw closing();
      meter.settle();
      const thing = free.pop();
      return thing === undefined ? wait(signal) : lend(thing);
    },
    close: async () => {
      closed ??= Promise.withResolvers<unknown>();
      for (const waiter of [...waiting]) waiter.refuse(closing());
      if (free.length === things.length) closed.resolve(undefined);
      await closed.promise;
    },
    status: () => ({ total: things.length, ...meter.usage() }),
  };
}

export function closing(): Refusal {
  return new Refusal('peer_unavailable', 'the service is stopping and has closed its database; repeat the call', {
    part: 'database',
  });
}
