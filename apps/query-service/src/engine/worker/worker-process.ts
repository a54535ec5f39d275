import { fork, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '@easement/domain';
import { createInbox, type Inbox } from './inbox.ts';
import type { FromWorker, JobKind, Jobs, ToWorker } from './protocol.ts';
import type { WorkerSettings } from './settings.ts';

/** How a worker is started. */
export type WorkerLaunch = Omit<WorkerSettings, 'spillFolder'> & {
  /** The path of worker-main.ts. */
  readonly entry: string;
  /** A folder in which each worker gets one of its own. */
  readonly spillRoot: string;
  /** An unprivileged user to run as, where the service may change users and that one can read the data folder. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Told of a worker that ended by itself. */
  readonly report: (error: Error) => void;
};

/** A process with DuckDB in it that does one job at a time. */
export type WorkerProcess = {
  /** Whether it waits for a job. */
  readonly isReady: () => boolean;
  /** Whether it ever did. */
  readonly wasReady: () => boolean;
  /** Starts a job on a ready worker. Leaving the iteration early ends the process. */
  readonly run: <K extends JobKind>(
    name: K,
    job: Jobs[K]['job'],
  ) => AsyncGenerator<Jobs[K]['event'], Jobs[K]['result']>;
  /** Ends the process at once; what runs fails with `reason`. */
  readonly kill: (reason: Error) => void;
  /** Resolves when the process and its folder are gone. */
  readonly gone: Promise<void>;
};

/** How many events may be on the way: enough to keep both sides busy, few enough to hold little memory. */
const eventsUnderway = 4;

/** Starts a worker; `changed` is called when it becomes ready and when it is gone. */
export async function startWorker(launch: WorkerLaunch, changed: () => void): Promise<WorkerProcess> {
  const { entry, spillRoot, user, report } = launch;
  const spillFolder = await mkdtemp(join(spillRoot, 'worker-'));
  if (user) await chown(spillFolder, user.uid, user.gid);
  const child = fork(entry, {
    serialization: 'advanced',
    cwd: spillFolder,
    env: environment(),
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    ...user,
  });
  const inbox = createInbox<FromWorker>();
  let isReady = false;
  let wasReady = false;
  child.on('message', (message: FromWorker) => {
    if (message.kind !== 'ready') return inbox.put(message);
    isReady = wasReady = true;
    changed();
  });
  const gone = exitOf(child).then(async (how) => {
    isReady = false;
    const error = new Error(`a worker process ended by itself: ${how}`);
    if (!child.killed) report(error);
    inbox.fail(error);
    await rm(spillFolder, { recursive: true, force: true });
    changed();
  });
  tell(child, { kind: 'settings', settings: settingsOf(launch, spillFolder) });
  return {
    isReady: () => isReady,
    wasReady: () => wasReady,
    gone,
    kill: (reason) => {
      isReady = false;
      inbox.fail(reason);
      child.kill('SIGKILL');
    },
    run: (name, job) => {
      isReady = false;
      tell(child, { kind: 'job', name, job, credit: eventsUnderway });
      return answers(child, inbox);
    },
  };
}

/** Nothing of the service's environment, in which secrets may be, reaches a worker, but where compiled code is kept. */
function environment(): NodeJS.ProcessEnv {
  // Node has put a folder of its own version into the one that it was told.
  const cache = getCompileCacheDir();
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) };
}

function settingsOf(launch: WorkerLaunch, spillFolder: string): WorkerSettings {
  const { role, memoryBytes, residentBytes, threads, spillBytes } = launch;
  return { role, memoryBytes, residentBytes, threads, spillBytes, spillFolder };
}

async function* answers<K extends JobKind>(
  child: ChildProcess,
  inbox: Inbox<FromWorker>,
): AsyncGenerator<Jobs[K]['event'], Jobs[K]['result']> {
  let isOver = false;
  try {
    for (;;) {
      const message = await inbox.take();
      if (message.kind === 'event') {
        yield message.event;
        tell(child, { kind: 'more' });
        continue;
      }
      isOver = message.kind === 'done' || (message.kind === 'refused' && message.unharmed);
      if (message.kind === 'done') return message.result;
      throw errorOf(message);
    }
  } finally {
    if (!isOver) child.kill('SIGKILL');
  }
}

function errorOf(message: Extract<FromWorker, { kind: 'refused' | 'failed' | 'ready' }>): Error {
  switch (message.kind) {
    case 'refused':
      return new Refusal(message.reason, message.message, message.facts);
    case 'failed':
      return new Error(`a worker failed: ${message.message}`);
    case 'ready':
      return new Error('a worker became ready in the middle of a job');
  }
}

/** Resolves with how the process ended. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code ?? 'unknown'}`));
    // Could not be started at all: there is no exit then.
    child.once('error', (error) => resolve(error.message));
  });
}

function tell(child: ChildProcess, message: ToWorker): void {
  // Whoever is gone has told so by its exit.
  if (child.connected) child.send(message, () => undefined);
}
