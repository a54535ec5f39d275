import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const lockName = 'easement.pid';

/** One process at a time works in a data folder: the embedded stores take one writer. */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, lockName);
  for (let tries = 0; tries < 2; tries++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const pid = Number(await readFile(path, 'utf8').catch(() => ''));
      if (isRunning(pid)) {
        throw new Error(`process ${pid} runs Easement in ${folder} already; stop it, or name another --data-folder`);
      }
      await rm(path, { force: true });
    }
  }
  throw new Error(`${folder} is being taken by another process; start again`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
