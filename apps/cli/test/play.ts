import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { readEnvironment, run } from '../src/index.ts';

export type Played = { readonly code: number; readonly out: string; readonly err: string };

export type PlayOptions = {
  readonly stdin?: string | PassThrough;
  /** Whether somebody sits in front of it. */
  readonly terminal?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly stdout?: PassThrough;
};

/** A home of its own for the command line, where it keeps contexts and history. */
export type Home = AsyncDisposable & {
  readonly folder: string;
  readonly easement: (command: string | readonly string[], options?: PlayOptions) => Promise<Played>;
};

/** Runs commands in process, with streams that the spec reads. A command given as text is split at spaces. */
export async function makeHome(variables: Readonly<Record<string, string>> = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'easement-cli-'));
  return {
    folder,
    easement: async (command, options = {}) => {
      const { stdin = '', terminal = false, signal = new AbortController().signal } = options;
      const stdout = options.stdout ?? new PassThrough();
      const stderr = new PassThrough();
      const [out, err] = [textOf(stdout), textOf(stderr)];
      const input = typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin;
      const code = await run(typeof command === 'string' ? command.split(' ') : command, {
        stdin: Object.assign(input, { isTTY: terminal, setRawMode: () => input }),
        stdout: Object.assign(stdout, { isTTY: terminal }),
        stderr: Object.assign(stderr, { isTTY: terminal, columns: 100 }),
        environment: readEnvironment({ NO_COLOR: '1', ...variables, ...options.variables }, folder),
        signal,
      });
      return { code, out: out(), err: err() };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** What has been written to the stream so far. */
export function textOf(stream: PassThrough): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
