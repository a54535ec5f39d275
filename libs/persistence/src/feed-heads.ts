import type { OrganizationId } from '@easement/domain';
import type { Heads } from './changes.ts';

/**
 * How far each feed has come, as far as this process knows. The store is asked by one poller for all followers together,
 * and only while one of them waits.
 */
export type FeedHeads = {
  readonly known: Heads;
  /** For what this process has committed itself, so that its own followers need no poll. */
  readonly advance: (heads: Heads) => void;
  /** Asks the store now. */
  readonly refresh: () => Promise<void>;
  /** Resolves when a head moves after this call; rejects if the store cannot be asked, or when `signal` aborts. */
  readonly moved: (signal: AbortSignal) => Promise<void>;
  /** Ends the poller; whoever waits is told `reason`. */
  readonly close: (reason: Error) => void;
};

/** `read` answers the heads, or none where they are as they were when it was last asked. */
export function createFeedHeads(read: () => Promise<Heads>, intervalMs = 250): FeedHeads {
  const known = new Map<OrganizationId, number>();
  const waiting = new Set<PromiseWithResolvers<void>>();
  let timer: NodeJS.Timeout | undefined;

  const tell = (settle: (waiter: PromiseWithResolvers<void>) => void) => {
    const told = [...waiting];
    waiting.clear();
    for (const waiter of told) settle(waiter);
  };
  const advance = (heads: Heads) => {
    const moved = [...heads].filter(([organization, sequence]) => sequence > (known.get(organization) ?? 0));
    for (const [organization, sequence] of moved) known.set(organization, sequence);
    if (moved.length > 0) tell(({ resolve }) => resolve());
  };
  const refresh = async () => advance(await read());
  const poll = async () => {
    await refresh().catch((error: unknown) => tell(({ reject }) => reject(error)));
    timer = undefined;
    if (waiting.size > 0) schedule();
  };
  const schedule = () => {
    timer ??= setTimeout(() => void poll(), intervalMs).unref();
  };

  return {
    known,
    advance,
    refresh,
    moved: async (signal) => {
      signal.throwIfAborted();
      const waiter = Promise.withResolvers<void>();
      const abort = () => (waiting.delete(waiter), waiter.reject(signal.reason));
      waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
      schedule();
      await waiter.promise.finally(() => signal.removeEventListener('abort', abort));
    },
    close: (reason) => {
      clearTimeout(timer);
      tell(({ reject }) => reject(reason));
    },
  };
}
