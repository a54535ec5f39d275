import type { JestRun, Summary } from './test-summary.ts';
import { summarize } from './test-summary.ts';

/** So many suites may fail for reasons of the machine; more fail for a reason of their own. */
const mostSuites = 8;

/**
 * The suites that failed among the others, to be run once more with the machine to themselves: a spec that waits for
 * real processes can run late on a machine that is busy. None where jest broke, or where too many failed.
 */
export function suitesToRepeat({ results, hung }: JestRun): string[] {
  const failed = results?.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name) ?? [];
  return hung || failed.length > mostSuites ? [] : failed;
}

/** The count of the whole, where `repeated` suites count as the second run found them. */
export function mergeRuns(first: JestRun, second: JestRun, repeated: readonly string[]): Summary {
  const before = summarize(first);
  const after = summarize(second);
  const countedTwice = first.results?.testResults
    .filter(({ name }) => repeated.includes(name))
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ status }) => status);
  const passed = countedTwice?.filter((status) => status === 'passed').length ?? 0;
  const skipped = countedTwice?.filter((status) => status === 'pending' || status === 'todo').length ?? 0;
  return {
    passed: before.passed - passed + after.passed,
    failed: after.failed,
    skipped: before.skipped - skipped + after.skipped,
  };
}
