import { outcomeLines, runRaces } from '@easement/e2e';
import type { Section } from './section.ts';

const fullPairs = 2_000;

/** Two calls that must not both win, at the same time, against two replicas of every service. */
export const races: Section = {
  name: 'races',
  shows: 'calls that race end in a state that the rules allow, as they were answered',
  prove: async ({ store, scale, seed, progress }) => {
    const rounds = Math.ceil(fullPairs * scale);
    const { pairs, outcomes, problems } = await runRaces({ rounds, store, seed, log: progress });
    const ends = Object.values(outcomes).reduce((sum, counts) => sum + Object.keys(counts).length, 0);
    const kinds = Object.keys(outcomes).length;
    outcomeLines(outcomes).forEach(progress);
    return {
      figures: { pairs, kinds, 'different ends': ends, wrong: problems.length },
      failures: problems,
      raw: outcomes,
    };
  },
};
