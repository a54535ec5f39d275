import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileCache } from './compile-cache.ts';

export type Launch = {
  /** The program of Node; the one that runs this, unless told otherwise. */
  readonly node?: string;
  /** What Node runs: its own options, then the file. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** All of it: nothing comes from this process, but where compiled code is kept. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the process answers `/readyz`. */
  readonly operationsUrl: string;
  /** Another user to run as, where this process may. */
  readonly user?: { readonly uid: number; readonly gid: number };
};

/** A service in a process of its own. Disposing it kills what is left. */
export type ServiceProcess = AsyncDisposable & {
  readonly pid: number;
  readonly operationsUrl: string;
  /** Resolves when it is ready; rejects, with what it has written, if it ends before or takes too long. */
  readonly untilReady: () => Promise<void>;
  /** What it has written to its outputs. */
  readonly output: () => string;
  /** Asks it to stop, as an operator would; rejects, with what it has written, if it does not end well in time. */
  readonly stop: () => Promise<void>;
};

const readyTimeoutMs = 60_000;
/** The grace that docker-compose.yml gives: who takes longer is killed. */
const stopTimeoutMs = 30_000;
const pollMs = 50;

export function startProcess({ node = process.execPath, command, operationsUrl, ...launch }: Launch): ServiceProcess {
  const { cwd, environment, user } = launch;
  const child = spawn(node, command, {
    cwd,
    env: { ...compileCache(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (written += text));
  }
  const exited = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  let hasExited = false;
  void exited.finally(() => (hasExited = true));

  return {
    pid: child.pid ?? 0,
    operationsUrl,
    output: () => written,
    untilReady: async () => {
      const until = Date.now() + readyTimeoutMs;
      while (!(await isReady(operationsUrl))) {
        if (hasExited || Date.now() > until) throw new Error(`${command.join(' ')} is not ready:\n${written}`);
        await sleep(pollMs);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      const code = await exited;
      clearTimeout(late);
      if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}:\n${written}`);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function isReady(operationsUrl: string): Promise<boolean> {
  return fetch(`${operationsUrl}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
