import { Refusal } from '@easement/domain';

export type Loan<T> = { readonly thing: T; readonly giveBack: () => void };

export type Lender<T> = {
  /** Waits for a turn, first come first served; rejects with the signal's reason when that aborts first. */
  readonly borrow: (signal: AbortSignal) => Promise<Loan<T>>;
  /** Refuses who waits or comes later, and resolves when everything lent is back. */
  readonly close: () => Promise<void>;
};

type Waiter<T> = { readonly receive: (thing: T) => void; readonly refuse: (reason: unknown) => void };

/** Lends each thing to one holder at a time. */
export function createLender<T>(things: readonly T[]): Lender<T> {
  const free = [...things];
  const waiting = new Set<Waiter<T>>();
  let closed: PromiseWithResolvers<unknown> | undefined;

  const giveBack = (thing: T) => {
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
      const thing = free.pop();
      return thing === undefined ? wait(signal) : lend(thing);
    },
    close: async () => {
      closed ??= Promise.withResolvers<unknown>();
      for (const waiter of [...waiting]) waiter.refuse(closing());
      if (free.length === things.length) closed.resolve(undefined);
      await closed.promise;
    },
  };
}

function closing(): Refusal {
  return new Refusal('peer_unavailable', 'the service is stopping and has closed its database; repeat the call', {
    part: 'database',
  });
}
