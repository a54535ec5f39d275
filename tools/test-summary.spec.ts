import { closingLine, type JestResults, summarize } from './test-summary.ts';

const green: JestResults = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

describe('summarize', () => {
  it.each([
    ['counts what passed', { exitCode: 0, results: green, hung: false }, '12 passed, 0 failed'],
    [
      'adds suites that did not load to the failed tests',
      { exitCode: 1, results: { ...green, numFailedTests: 2, numRuntimeErrorTestSuites: 3 }, hung: false },
      '12 passed, 5 failed',
    ],
    [
      'names what was skipped or is still to do',
      { exitCode: 0, results: { ...green, numPendingTests: 4, numTodoTests: 1 }, hung: false },
      '12 passed, 0 failed, 5 skipped',
    ],
    [
      'fails a run that found no failing test but ended badly',
      { exitCode: 1, results: green, hung: false },
      '12 passed, 1 failed',
    ],
    ['fails a run that did not end by itself', { exitCode: null, results: green, hung: true }, '12 passed, 1 failed'],
    ['fails a run without results', { exitCode: 0, results: undefined, hung: false }, '0 passed, 1 failed'],
  ])('%s', (_, run, line) => {
    expect(closingLine(summarize(run))).toBe(line);
  });
});
