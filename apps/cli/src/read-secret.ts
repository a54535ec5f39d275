import { isCancel, password } from '@clack/prompts';
import { CommandError, usageError } from './command-error.ts';
import type { Desk } from './desk.ts';
import { exitCodes } from './exit-codes.ts';

/** Reads a secret from stdin, or asks for it without showing it. A secret is never an argument: those are seen by others. */
export async function readSecret({ io }: Desk, isOnStdin: boolean, what: string): Promise<string> {
  const text = isOnStdin ? await readAll(io.stdin) : await ask(io, what);
  const secret = text.trim();
  if (secret !== '') return secret;
  throw usageError(`no ${what} was given`);
}

async function ask(io: Desk['io'], what: string): Promise<string> {
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    throw usageError(`nobody is there to type the ${what}`, 'pass it on stdin with --token-stdin');
  }
  const answer = await password({
    message: `The ${what}`,
    mask: '',
    input: io.stdin,
    output: io.stderr,
    signal: io.signal,
  });
  if (isCancel(answer)) throw new CommandError(exitCodes.interrupted, 'canceled');
  return answer;
}

export async function readAll(input: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}
