import { stores } from '@easement/persistence/testing';
import { pairs } from '../src/races/pairs/all.ts';
import { runRaces } from '../src/races/races.ts';
import { outcomeLines } from '../src/races/tally.ts';

/** A tenth of what `npm run prove` races, with a fresh seed; the embedded store, one process a service, has fewer. */
const roundsOn = { mysql: 3 * pairs.length, sqlite: pairs.length };

describe.each(stores)('calls that race against replicas on %s', (store) => {
  it('end in a state that the rules allow, as they were answered', async () => {
    const lines: string[] = [];
    const figures = await runRaces({ rounds: roundsOn[store], store, log: (line) => lines.push(line) });
    expect({ seed: figures.seed, problems: figures.problems }).toEqual({ seed: figures.seed, problems: [] });
    expect(figures.pairs).toBe(roundsOn[store]);
    expect(Object.keys(figures.outcomes)).toHaveLength(pairs.length);
    process.stderr.write(`${[...lines, ...outcomeLines(figures.outcomes)].join('\n')}\n`);
  }, 300_000);
});
