import { runKills } from '@easement/e2e';
import type { Section } from './section.ts';

const fullKills = 200;

/** A service dies by SIGKILL in the middle of a call, at every step of it, and comes back on the same store. */
export const kills: Section = {
  name: 'kills',
  shows: 'nothing acknowledged is lost and nothing stays undone when a service is killed, at whichever step',
  prove: async ({ store, scale, seed, progress }) => {
    const rounds = Math.ceil(fullKills * scale);
    const { answers, problems, ...done } = await runKills({ rounds, store, seed, log: progress });
    const figures = { kills: done.kills, 'at the moment meant': done.reached, wrong: problems.length };
    return { figures, failures: problems, raw: answers };
  },
};
