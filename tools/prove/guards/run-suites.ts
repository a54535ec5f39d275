import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How suites ended. */
export type Ending = {
  readonly passed: number;
  /** The names of the tests that failed in what they claim. */
  readonly failed: readonly string[];
  /** What was not run at all, with the reason: this shows nothing. */
  readonly broken: readonly string[];
};

type Results = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
};

/** Runs these suites in the folder, one after the other. */
export async function runSuites(folder: string, suites: readonly string[]): Promise<Ending> {
  const outputFile = join(folder, 'guards-results.json');
  const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const how = ['--json', `--outputFile=${outputFile}`, '--maxWorkers=1', '--forceExit', '--runTestsByPath'];
  const child = spawn(process.execPath, [...jest, ...how, ...suites], { cwd: folder, stdio: 'ignore' });
  await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  return toEnding(JSON.parse(await readFile(outputFile, 'utf8')) as Results);
}

export function toEnding({ numPassedTests, testResults }: Results): Ending {
  const silent = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: numPassedTests,
    failed: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    broken: silent.map(({ name, message }) => `${name}: ${message}`),
  };
}
