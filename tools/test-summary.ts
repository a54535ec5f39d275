/** What jest writes with `--json`, as far as the closing line needs it. */
export type JestResults = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Suites that did not load or whose hooks failed: jest counts none of their tests. */
  readonly numRuntimeErrorTestSuites: number;
  /** One for each suite; `name` is its path. */
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

export type JestRun = {
  readonly exitCode: number | null;
  /** Absent when jest ended before it had any. */
  readonly results: JestResults | undefined;
  /** Something a spec left open kept jest from ending. */
  readonly hung: boolean;
};

export type Summary = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Counts so that a run is green exactly when `failed` is 0: what jest calls a failure without counting a test is one. */
export function summarize({ exitCode, results, hung }: JestRun): Summary {
  if (!results) return { passed: 0, failed: 1, skipped: 0 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + (hung ? 1 : 0);
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** The plain line that `npm test` and `.ci/run` end with. */
export function closingLine({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
