import { copySources } from './guards/copy-sources.ts';
import { guards as all } from './guards/guards.ts';
import { complaintOf, type Trial, tryWithout } from './guards/prove-guards.ts';
import { runSuites } from './guards/run-suites.ts';
import type { Assignment, Finding, Section } from './section.ts';

/**
 * Takes away one guard after the other, in a copy of the sources, and lets the suites that are about it run: each time
 * one has to fail. The same suites pass on the copy as it is.
 */
export const guards: Section = {
  name: 'guards',
  shows: 'each guard is needed, since a suite fails without it',
  stores: ['mysql'],
  prove,
};

async function prove({ progress }: Assignment): Promise<Finding> {
  await using copy = await copySources(process.cwd());
  const suites = [...new Set(all.flatMap((guard) => guard.suites))];
  progress(`${suites.length} suites, with every guard in its place`);
  const whole = await runSuites(copy.folder, suites);
  const trials: Trial[] = [];
  for (const guard of all) {
    progress(`without ${guard.name}`);
    const trial = await tryWithout(copy.folder, guard);
    progress(`without ${guard.name}: ${trial.ending.failed.length} tests fail`);
    trials.push(trial);
  }
  const failures = [...whole.failed, ...whole.broken].map((what) => `with every guard in its place: ${what}`);
  const complaints = trials.map(complaintOf).filter((complaint) => complaint !== undefined);
  return {
    figures: {
      'guards taken away': trials.length,
      noticed: trials.length - complaints.length,
      'tests that pass with all in place': whole.passed,
    },
    failures: [...failures, ...complaints],
    raw: trials,
  };
}
