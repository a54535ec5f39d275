import { hasMariaDb } from '@easement/persistence/testing';
import { runJest } from './run-jest.ts';
import { mergeRuns, suitesToRepeat } from './second-look.ts';
import { closingLine, type JestRun, summarize, type Summary } from './test-summary.ts';

/**
 * `npm test`: every spec of the project; arguments go to jest. Ends with the line `N passed, N failed`, and counts as a
 * failure that a spec left something open and, where CI=true, that there is no MariaDB to run half of the suite on.
 */
async function main(): Promise<void> {
  const withoutMariadb = !hasMariaDb();
  if (withoutMariadb) console.error(noMariadb);
  // Specs wait for servers and processes more than they compute: jest would leave one of two cores idle.
  const run = await runJest(['--maxWorkers=100%', ...process.argv.slice(2)]);
  if (run.hung) console.error('A spec left a handle open, so jest did not end; find it with --detectOpenHandles.');
  if (withoutMariadb) console.error(noMariadb);
  const summary = await lookAgain(run);
  const counted: Summary =
    withoutMariadb && process.env['CI'] === 'true' ? { ...summary, failed: summary.failed + 1 } : summary;
  console.log(closingLine(counted));
  process.exitCode = counted.failed === 0 ? 0 : 1;
}

/** Suites that failed among the others run once more alone; what passes then is named, not passed over in silence. */
async function lookAgain(run: JestRun): Promise<Summary> {
  const suites = suitesToRepeat(run);
  if (suites.length === 0) return summarize(run);
  console.error(`\nOnce more, alone:\n  ${suites.join('\n  ')}\n`);
  const second = await runJest(['--maxWorkers=1', '--runTestsByPath', ...suites]);
  const summary = mergeRuns(run, second, suites);
  if (summary.failed === 0) {
    console.error(`\nFAILED AT FIRST, AND PASSED ALONE: look into these.\n  ${suites.join('\n  ')}\n`);
  }
  return summary;
}

const noMariadb = `
!!! No MariaDB server was found: every spec on MySQL protocol is SKIPPED, and only SQLite is proven.
!!! Install one (Debian: apt-get install mariadb-server); it need not run, the specs start their own.
`;

await main();
