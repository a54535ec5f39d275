import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type StandaloneProcess = AsyncDisposable & {
  readonly httpAddress: string;
  /** What it has printed so far. */
  readonly output: () => string;
};

const startMs = 90_000;

/** Runs what `npm start` runs, on free ports, with `folder` as its working folder; ends it by its process id. */
export async function startStandaloneProcess(folder: string, root = process.cwd()): Promise<StandaloneProcess> {
  const main = join(root, 'apps/standalone/src/main.ts');
  const free = ['--http-port', '0', '--grpc-port', '0', '--operations-port', '0'];
  const child = spawn(process.execPath, [main, ...free], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const exited = once(child, 'exit');
  const deadline = Date.now() + startMs;
  while (!output.includes('easement login')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the product did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    httpAddress: /HTTP\s+(http:\S+)/.exec(output)?.[1] ?? '',
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await exited;
      clearTimeout(timer);
    },
  };
}
