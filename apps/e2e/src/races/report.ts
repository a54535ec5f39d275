import type { Pair } from './pair.ts';
import type { Finished, Start } from './run-pair.ts';

type Reported = {
  readonly seed: number;
  readonly pair: Pick<Pair, 'name'>;
  readonly start: Start;
  readonly finished: Finished;
  /** What the services have written about the calls that failed. */
  readonly log: readonly string[];
};

/** Everything that is known of a pair that ended as it must not. */
export function reportOf({ seed, pair, start, log, finished: { outcomes, problems, truth } }: Reported): string {
  const [from] = outcomes.map(({ began }) => began).toSorted((one, other) => one - other);
  const since = (moment: number): string => `${(moment - (from ?? 0)).toFixed(1)} ms`;
  return [
    `WRONG: ${pair.name} (seed ${seed}, offset ${start.offsetMs.toFixed(1)} ms, gateway ${start.door + 1} first)`,
    ...problems.map((problem) => `  - ${problem}`),
    ...outcomes.map(({ text, began, ended }) => `  answer ${text}, from ${since(began)} to ${since(ended)}`),
    ...log.map((line) => `  log ${line}`),
    `  state ${JSON.stringify(truth)}`,
  ].join('\n');
}
