import type { Readable, Writable } from 'node:stream';
import type { Environment } from './environment.ts';
import { systemCode } from './system-code.ts';

type Terminal = { readonly isTTY?: boolean; readonly columns?: number };

/** All that the command line touches of the world, but for files that its arguments name. */
export type Io = {
  readonly stdin: Readable & Terminal;
  readonly stdout: Writable & Terminal;
  readonly stderr: Writable & Terminal;
  readonly environment: Environment;
  /** Aborts when the user wants no more: Ctrl-C. */
  readonly signal: AbortSignal;
};

/** The reader of our output has left, as `head` does: no reason to complain. */
export class ReaderLeftError extends Error {
  override readonly name = 'ReaderLeftError';
}

export type Write = (text: string | Uint8Array) => Promise<void>;

/** Writes when the reader is ready for more; throws ReaderLeftError once there is none. */
export function writerTo(stream: Writable): Write {
  // Without a listener the stream's error, which the write below reports too, would end the process.
  stream.on('error', () => undefined);
  return (text) =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (!error) resolve();
        else reject(hasLeft(error) ? new ReaderLeftError('the reader of the output has left') : error);
      });
    });
}

function hasLeft(error: Error): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(systemCode(error) ?? '');
}
