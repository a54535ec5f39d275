import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ServiceName } from '@easement/domain';
import { compileCache } from '../processes/compile-cache.ts';
import type { Environment } from '../processes/environments.ts';
import type { Notice, Order } from './orders.ts';

/** A service with seams, in a process of its own. Disposing it kills it, as `kill` does. */
export type SeamedProcess = AsyncDisposable & {
  readonly untilReady: Promise<void>;
  /** Lets the next who comes to the point wait there; resolves when somebody has. */
  readonly stopAt: (point: string) => Promise<void>;
  readonly goOn: () => void;
  readonly disarm: () => void;
  readonly beAhead: (ms: number) => void;
  /** SIGKILL; resolves when it has ended. */
  readonly kill: () => Promise<void>;
};

const entry = 'apps/e2e/src/kills/seamed-main.ts';

export function startSeamedProcess(service: ServiceName, environment: Environment, root: string): SeamedProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, entry)], {
    cwd: root,
    env: compileCache(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const send = (order: Order): void => {
    if (child.connected) child.send(order);
  };
  const written = gather(child);
  const waiting = new Map<string, () => void>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: Notice) => {
    if (message.notice === 'ready') ready.resolve();
    else waiting.get(message.point)?.();
  });
  void exited.then(() => ready.reject(new Error(`${service} ended before it was ready:\n${written()}`)));
  // Who is killed while nobody waits for it to be ready is no fault.
  ready.promise.catch(() => undefined);
  send({ order: 'start', service, environment, root });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return {
    untilReady: ready.promise,
    stopAt: (point) =>
      new Promise((resolve) => {
        waiting.set(point, resolve);
        send({ order: 'arm', point });
      }),
    goOn: () => send({ order: 'go on' }),
    disarm: () => send({ order: 'arm', point: undefined }),
    beAhead: (ms) => send({ order: 'be ahead', ms }),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

function gather(child: ChildProcess): () => string {
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => void (written += text));
  }
  return () => written;
}
