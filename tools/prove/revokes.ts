import { runRevokes } from '@easement/e2e';
import type { Section } from './section.ts';

const fullRounds = 100;

/** Readers in a loop, by every way that a share of granted objects opens, while what they read is taken back. */
export const revokes: Section = {
  name: 'revokes',
  shows: 'no read that begins after the answer of a revoke succeeds, and none is answered in part',
  prove: async ({ store, scale, seed, progress }) => {
    const rounds = Math.ceil(fullRounds * scale);
    const { outcomes, problems, ...done } = await runRevokes({ rounds, store, seed, log: progress });
    const { readers, reads, straddling, after, refused } = done;
    const figures = { rounds: done.rounds, readers, reads, straddling, 'begun after': after, refused };
    return { figures: { ...figures, wrong: problems.length }, failures: problems, raw: outcomes };
  },
};
