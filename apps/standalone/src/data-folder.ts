import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder, lockName } from './lock-folder.ts';

/** Marks a folder as ours: only what is in such a one is ever deleted. */
const marker = 'easement.folder';

/**
 * Takes the data folder for this process, and empties it with `reset`. Refuses a folder that holds what was not made
 * here, and one in which another process works.
 */
export async function openDataFolder(folder: string, reset: boolean): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(marker)) {
    throw new Error(`${folder} holds what Easement has not made; name another --data-folder`);
  }
  await writeFile(join(folder, marker), '', { mode: 0o600 });
  const lock = await lockFolder(folder);
  const doomed = reset ? names.filter((name) => name !== marker && name !== lockName) : [];
  for (const name of doomed) await rm(join(folder, name), { recursive: true, force: true });
  return lock;
}
