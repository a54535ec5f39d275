import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JestResults, JestRun } from './test-summary.ts';

/** How long jest may take to end after it has written its results. Longer means that a spec left something open. */
const graceSeconds = 20;

/** Runs jest from the root of the project with its output on this terminal, and ends it where it would hang. */
export async function runJest(args: readonly string[]): Promise<JestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'easement-test-'));
  const outputFile = join(folder, 'results.json');
  try {
    const argv = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ];
    const jest = spawn(process.execPath, [...argv, '--json', `--outputFile=${outputFile}`, ...args], {
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve, reject) => jest.once('error', reject).once('exit', resolve));
    const watch = new AbortController();
    const hung = isHung(outputFile, watch.signal).then((is) => is && jest.kill('SIGKILL'));
    const exitCode = await ended;
    watch.abort();
    return { exitCode, results: readResults(outputFile), hung: await hung };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether, `graceSeconds` after the results were there, nobody had aborted. */
async function isHung(outputFile: string, signal: AbortSignal): Promise<boolean> {
  try {
    while (!existsSync(outputFile)) await sleep(500, undefined, { signal });
    await sleep(graceSeconds * 1000, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

function readResults(outputFile: string): JestResults | undefined {
  return existsSync(outputFile) ? (JSON.parse(readFileSync(outputFile, 'utf8')) as JestResults) : undefined;
}
