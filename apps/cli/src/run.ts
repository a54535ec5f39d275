import { CommanderError } from 'commander';
import { describeFailure } from './failure.ts';
import { exitCodes } from './exit-codes.ts';
import { type Io, ReaderLeftError } from './io.ts';
import { nouns, verbs } from './nouns.ts';
import { buildProgram } from './program.ts';
import { version } from './version.ts';

/** Runs one command and answers what the shell gets. Throws nothing, ends no process, reads no global. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await buildProgram({ version, nouns, verbs }, io).parseAsync([...argv], { from: 'user' });
    return exitCodes.done;
  } catch (thrown) {
    if (thrown instanceof ReaderLeftError) return exitCodes.done;
    // Commander has said already what is wrong.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const failure = describeFailure(thrown, !argv.includes('--request-id'));
    io.stderr.write(`${failure.text}\n`);
    return failure.exitCode;
  }
}
