import { holdToModel } from '@easement/e2e';
import type { Section } from './section.ts';

const fullNumber = 20_000;

/** The whole world of shared buckets and granted objects, as a model: people of every role, two organizations, all mutations and all reads. */
export const model: Section = {
  name: 'model',
  shows: 'the system answers as the rules do, whatever is asked of it by whomever',
  prove: async ({ store, scale, seed, progress }) => {
    const started = performance.now();
    const commands = Math.ceil(fullNumber * scale);
    let shown = 0;
    const explored = await holdToModel(store, {
      commands,
      seed,
      progress: (done) => {
        if (done - shown < 200) return;
        shown = done;
        const perSecond = done / ((performance.now() - started) / 1000);
        progress(`${done} of ${commands} commands, ${perSecond.toFixed(0)} a second`);
      },
    });
    const { runs, outcomes, counterexample } = explored;
    const granted = Object.entries(outcomes).filter(([outcome]) => outcome.endsWith(' granted'));
    return {
      figures: {
        commands: explored.commands,
        worlds: runs,
        granted: granted.reduce((sum, [, count]) => sum + count, 0),
        'kinds of refusal': Object.keys(outcomes).length - granted.length,
        differences: counterexample === undefined ? 0 : 1,
      },
      failures: counterexample === undefined ? [] : [counterexample],
      raw: outcomes,
    };
  },
};
