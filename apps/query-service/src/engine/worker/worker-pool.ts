import { Refusal } from '@easement/domain';
import type { JobKind, Jobs } from './protocol.ts';
import { takeNext, takeSurplus, type Waiting } from './turns.ts';
import { startWorker, type WorkerLaunch, type WorkerProcess } from './worker-process.ts';

export type PoolOptions = WorkerLaunch & {
  readonly size: number;
  /** How many jobs may wait for a worker; of more, those are turned away whose group has most waiting. */
  readonly waiting: number;
};

/** The limits of one job. */
export type JobLimits = {
  /** Aborts the job: it fails with the signal's reason. */
  readonly signal: AbortSignal;
  /** When the job has to be done, in milliseconds since the epoch; waiting for a worker counts. */
  readonly deadline: number;
  /** Whom the job is for, such as a project: each gets its turn and its room, however much others have waiting. */
  readonly group: string;
};

/** Workers that are warm before a job comes. */
export type WorkerPool = AsyncDisposable & {
  readonly run: <K extends JobKind>(
    name: K,
    job: Jobs[K]['job'],
    limits: JobLimits,
  ) => AsyncGenerator<Jobs[K]['event'], Jobs[K]['result']>;
  readonly status: () => {
    readonly size: number;
    readonly ready: number;
    readonly busy: number;
    readonly waiting: number;
  };
  /** Resolves once all workers are ready. */
  readonly warm: () => Promise<void>;
};

/** A pause before a worker is started in the place of one that was never ready, so that a broken start does not spin. */
const pauseMs = 1_000;
const warmCheckMs = 20;
const timerSlackMs = 5;
/** What a timer can be set to. */
const longestTimer = 2 ** 31 - 1;

/** Starts `size` workers and keeps as many: one that dies, or is ended, is replaced at once. */
export function startPool(options: PoolOptions): WorkerPool {
  const workers = new Set<WorkerProcess>();
  const busy = new Map<WorkerProcess, string>();
  const queue: Waiter[] = [];
  let isClosed = false;

  const idle = () => [...workers].filter((worker) => worker.isReady() && !busy.has(worker));
  const settle = () => {
    for (const worker of idle()) {
      const waiter = takeNext(queue, busy.values());
      if (!waiter) return;
      busy.set(worker, waiter.group);
      waiter.take(worker);
    }
  };
  const keepOne = async () => {
    while (!isClosed) {
      const worker = await startOrPause(options, settle);
      if (!worker) continue;
      workers.add(worker);
      if (isClosed) worker.kill(closed());
      await worker.gone;
      workers.delete(worker);
      if (!worker.wasReady()) await pause();
    }
  };
  const keepers = Array.from({ length: options.size }, keepOne);

  return {
    run: async function* (name, job, limits) {
      const worker = await takeTurn(queue, limits, options.waiting, settle);
      const unwatch = watch(limits, (error) => worker.kill(error));
      try {
        // Aborted as the turn was handed over, a job would hear of it no more.
        limits.signal.throwIfAborted();
        return yield* worker.run(name, job);
      } finally {
        unwatch();
        busy.delete(worker);
        settle();
      }
    },
    status: () => ({ size: options.size, ready: idle().length, busy: busy.size, waiting: queue.length }),
    warm: async () => {
      while (!isClosed && [...workers].filter((worker) => worker.isReady()).length < options.size)
        await pause(warmCheckMs);
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      for (const waiter of queue.splice(0)) waiter.leave(closed());
      for (const worker of workers) worker.kill(closed());
      await Promise.all(keepers);
    },
  };
}

async function startOrPause(options: PoolOptions, changed: () => void): Promise<WorkerProcess | undefined> {
  try {
    return await startWorker(options, changed);
  } catch (error) {
    options.report(error instanceof Error ? error : new Error(String(error)));
    await pause();
    return undefined;
  }
}

/** A job that waits for a worker. */
type Waiter = Waiting & {
  readonly take: (worker: WorkerProcess) => void;
  readonly leave: (error: Error) => void;
};

/** Waits for a worker in turn, but not past the limits. */
async function takeTurn(
  queue: Waiter[],
  limits: JobLimits,
  waiting: number,
  settle: () => void,
): Promise<WorkerProcess> {
  limits.signal.throwIfAborted();
  if (queue.length >= waiting) makeRoom(queue, limits.group, waiting);
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      group: limits.group,
      take: (worker) => {
        unwatch();
        resolve(worker);
      },
      leave: (error) => {
        const at = queue.indexOf(waiter);
        if (at >= 0) queue.splice(at, 1);
        unwatch();
        reject(error);
      },
    };
    const unwatch = watch(limits, waiter.leave);
    queue.push(waiter);
    settle();
  });
}

function makeRoom(queue: Waiter[], group: string, waiting: number): void {
  const surplus = takeSurplus(queue, group);
  if (!surplus) throw busyRefusal(waiting);
  surplus.leave(busyRefusal(waiting));
}

/** Calls `end` once when the deadline passes or the signal aborts; the answer stops watching. */
function watch({ signal, deadline }: JobLimits, end: (error: Error) => void): () => void {
  const left = Math.min(Math.max(0, deadline - Date.now()), longestTimer);
  // A call's own signal aborts at its deadline too, and may be a moment ahead.
  const isLate = () => Date.now() >= deadline - timerSlackMs;
  const onAbort = () => end(isLate() ? timedOut(left) : reasonOf(signal));
  const timer = setTimeout(() => end(timedOut(left)), left);
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

function timedOut(milliseconds: number): Refusal {
  const message = `the statement did not end within ${milliseconds} ms; filter or group earlier, or give it more time`;
  return new Refusal('query_timeout', message, { limit: String(milliseconds), unit: 'ms' });
}

function closed(): Error {
  return new Error('the service is shutting down');
}

function busyRefusal(waiting: number): Refusal {
  const message = `${waiting} statements are waiting already; repeat in a moment`;
  return new Refusal('rate_limited', message, { limit: String(waiting) });
}

function pause(milliseconds = pauseMs): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
