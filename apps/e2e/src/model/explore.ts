import fc from 'fast-check';
import type { System } from './answer.ts';
import { commandsUpTo } from './commands/command.ts';
import type { Run } from './commands/resolve.ts';
import { firstWorld } from './setting.ts';

/** A world of the real system, or of what stands in its place, at its beginning. */
export type Opened = AsyncDisposable & { readonly system: System };

export type Exploration = {
  readonly commands: number;
  readonly runs: number;
  /** How often each kind of act was granted, or refused for which reason. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The first difference, shrunk to a story as short as can be; undefined where there was none. */
  readonly counterexample: string | undefined;
};

export type Terms = {
  readonly commands: number;
  readonly seed: number;
  /** The most commands of one run. */
  readonly length?: number;
  readonly progress?: (commands: number) => void;
};

const runsAtOnce = 10;
/** After this long a difference is told as short as it is by then. */
const longestShrinkMs = 180_000;

/**
 * Asks model and system the same in runs of random commands, each in a world of its own, until so many commands agreed
 * or one did not. The same seed makes the same commands.
 */
export async function explore(open: () => Promise<Opened>, terms: Terms): Promise<Exploration> {
  const outcomes: Record<string, number> = {};
  const counted = { commands: 0, runs: 0 };
  const heard = (outcome: string): void => {
    counted.commands++;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  let shrinkUntil = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(commandsUpTo(terms.length ?? 250, heard), async (commands) => {
    // What is not looked at any more does not differ, so that the shortest so far is told.
    if (performance.now() > shrinkUntil) return;
    await using opened = await open();
    counted.runs++;
    const model: Run = { world: firstWorld(), asked: [], story: [] };
    try {
      await fc.asyncModelRun(() => ({ model, real: opened.system }), commands);
    } catch (difference) {
      shrinkUntil = Math.min(shrinkUntil, performance.now() + longestShrinkMs);
      throw difference;
    }
    terms.progress?.(counted.commands);
  });
  for (let round = 0; counted.commands < terms.commands; round++) {
    const seed = (terms.seed + round) % 2 ** 31;
    const result = await fc.check(property, { seed, numRuns: runsAtOnce });
    if (result.failed) return { ...counted, outcomes, counterexample: tellOf(result) };
  }
  return { ...counted, outcomes, counterexample: undefined };
}

type Failure = Pick<fc.RunDetailsCommon<unknown>, 'errorInstance' | 'seed' | 'counterexamplePath' | 'numShrinks'>;

function tellOf({ errorInstance, seed, counterexamplePath, numShrinks }: Failure): string {
  const what =
    errorInstance instanceof Error || hasMessage(errorInstance) ? errorInstance.message : String(errorInstance);
  return `${what}\nseed ${seed}, path ${counterexamplePath ?? ''}, after ${numShrinks} shrinks`;
}

function hasMessage(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}
