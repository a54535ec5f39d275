import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a folder for files that live as long as a call, and clears it of those that a crash left behind: none of ours
 * is older than `oldestMs`, not even in another process that shares the folder.
 */
export async function openWorkFolder(folder: string, oldestMs: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const oldest = Date.now() - oldestMs;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: oldest }));
    if (mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}
