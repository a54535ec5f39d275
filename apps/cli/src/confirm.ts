import { confirm, isCancel } from '@clack/prompts';
import { CommandError, usageError } from './command-error.ts';
import type { Desk } from './desk.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';

/** Asks before what cannot be undone. Nothing to ask where nothing will change, or --yes has answered. */
export async function confirmed({ settings, io }: Desk, question: string): Promise<void> {
  if (settings.yes || settings.dryRun) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    throw usageError(`${question} Nobody is there to answer`, 'repeat with --yes, or look first with --dry-run');
  }
  const answer = await confirm({
    message: printable(question),
    initialValue: false,
    input: io.stdin,
    output: io.stderr,
    signal: io.signal,
  });
  if (isCancel(answer) || !answer) throw new CommandError(exitCodes.failed, 'nothing was changed');
}
