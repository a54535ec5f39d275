import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A no of the command line's own: what is wrong, and what to do next. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  readonly next: string | undefined;

  constructor(exitCode: ExitCode, message: string, next?: string) {
    super(message);
    this.exitCode = exitCode;
    this.next = next;
  }
}

/** The command cannot be understood as it was typed. */
export function usageError(message: string, next?: string): CommandError {
  return new CommandError(exitCodes.usage, message, next);
}

/** A name that stands for nothing which the caller may see. */
export function notFoundError(message: string, next?: string): CommandError {
  return new CommandError(exitCodes.notFound, message, next);
}

export function notSignedInError(message: string): CommandError {
  return new CommandError(exitCodes.notSignedIn, message, 'sign in with `easement login --url URL`');
}
