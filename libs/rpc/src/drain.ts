import type { Pipeline } from './pipeline.ts';
import { abortRun, stopping } from './run.ts';

/** Waits for the calls under way; endless ones end at once, the others when the time for draining is over. */
export async function endRuns(pipeline: Pipeline): Promise<void> {
  const until = Date.now() + pipeline.limits.drainMs;
  for (const run of pipeline.runs) if (run.method.rules?.endless) abortRun(run, stopping(pipeline));
  while (pipeline.runs.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const run of pipeline.runs) abortRun(run, stopping(pipeline));
}
