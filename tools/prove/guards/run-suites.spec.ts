import { toEnding } from './run-suites.ts';

describe('toEnding', () => {
  it('tells tests that failed from suites that did not run', () => {
    const test = (fullName: string, status: string) => ({ fullName, status });
    const ending = toEnding({
      numPassedTests: 1,
      testResults: [
        {
          name: 'one.spec.ts',
          message: 'expected',
          assertionResults: [test('a holds', 'passed'), test('b holds', 'failed')],
        },
        { name: 'two.spec.ts', message: 'Unexpected token', assertionResults: [] },
      ],
    });
    expect(ending).toEqual({ passed: 1, failed: ['b holds'], broken: ['two.spec.ts: Unexpected token'] });
  });
});
