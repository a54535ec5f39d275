import { mergeRuns, suitesToRepeat } from './second-look.ts';
import type { JestRun } from './test-summary.ts';

type Status = 'passed' | 'failed' | 'pending';

function runOf(suites: Record<string, Status[]>, hung = false): JestRun {
  const all = Object.values(suites).flat();
  const count = (wanted: Status): number => all.filter((status) => status === wanted).length;
  return {
    exitCode: count('failed') === 0 ? 0 : 1,
    hung,
    results: {
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      numPendingTests: count('pending'),
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
      testResults: Object.entries(suites).map(([name, statuses]) => ({
        name,
        status: statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults: statuses.map((status) => ({ status })),
      })),
    },
  };
}

describe('a second look', () => {
  const first = runOf({ a: ['passed', 'passed'], b: ['passed', 'failed', 'pending'] });

  it('is taken at the suites that failed', () => {
    expect(suitesToRepeat(first)).toEqual(['b']);
    expect(suitesToRepeat(runOf({ a: ['passed'] }))).toEqual([]);
  });

  it('is not taken where jest broke or hung, or much failed', () => {
    expect(suitesToRepeat({ ...first, hung: true })).toEqual([]);
    expect(suitesToRepeat({ exitCode: 1, results: undefined, hung: false })).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`s${index}`, ['failed' as const]]));
    expect(suitesToRepeat(runOf(many))).toEqual([]);
  });

  it('counts each test once, as it was found last', () => {
    const passing = runOf({ b: ['passed', 'passed', 'pending'] });
    expect(mergeRuns(first, passing, ['b'])).toEqual({ passed: 4, failed: 0, skipped: 1 });
    const failing = runOf({ b: ['passed', 'failed', 'pending'] });
    expect(mergeRuns(first, failing, ['b'])).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('fails if the second run broke', () => {
    expect(mergeRuns(first, { exitCode: 1, results: undefined, hung: false }, ['b']).failed).toBe(1);
  });
});
