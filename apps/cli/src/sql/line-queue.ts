import type { Interface } from 'node:readline';

/** What was typed next: a line, Ctrl-C, or the end. */
export type Typed =
  { readonly kind: 'line'; readonly line: string } | { readonly kind: 'interrupt' } | { readonly kind: 'end' };

export type LineQueue = {
  readonly next: () => Promise<Typed>;
  /** What Ctrl-C does meanwhile instead of being answered by `next`. */
  readonly whileRunning: <T>(onInterrupt: () => void, work: () => Promise<T>) => Promise<T>;
};

/** Keeps lines that arrive while a statement runs, as those of a paste do. */
export function createLineQueue(typing: Interface): LineQueue {
  const queue: Typed[] = [];
  let waiting: ((typed: Typed) => void) | undefined;
  let onInterrupt: (() => void) | undefined;
  const push = (typed: Typed) => {
    const waiter = waiting;
    waiting = undefined;
    if (waiter) waiter(typed);
    else queue.push(typed);
  };
  typing.on('line', (line) => push({ kind: 'line', line }));
  typing.on('close', () => push({ kind: 'end' }));
  typing.on('SIGINT', () => (onInterrupt ? onInterrupt() : push({ kind: 'interrupt' })));
  return {
    next: () => {
      const typed = queue.shift();
      return typed ? Promise.resolve(typed) : new Promise((resolve) => (waiting = resolve));
    },
    whileRunning: async (interrupt, work) => {
      onInterrupt = interrupt;
      try {
        return await work();
      } finally {
        onInterrupt = undefined;
      }
    },
  };
}
