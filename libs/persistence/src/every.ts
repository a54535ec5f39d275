import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './work.ts';

export type Job = {
  readonly name: string;
  readonly intervalMs: number;
  /** One run may take this long; its signal aborts then. A minute where nothing is said. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly log: Pick<Log, 'error'>;
};

const jitter = 0.2;

/**
 * Runs `work` again and again until `signal` aborts, and resolves when the last run has ended. Runs never overlap, and
 * their distance varies by a fifth, so that replicas spread. A run that fails is reported, and the next one comes.
 */
export async function every(job: Job, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { intervalMs, signal } = job;
  for (;;) {
    const pause = intervalMs * (1 - jitter + 2 * jitter * Math.random());
    const isEnd = await sleep(pause, false, { signal }).catch(() => true);
    if (isEnd) return;
    await runReported(job, work);
  }
}

async function runReported(
  { name, timeoutMs = 60_000, signal, log }: Job,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await work(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  } catch (error) {
    if (!signal.aborted) log.error({ err: error, job: name }, 'a background job failed; it runs again later');
  }
}
