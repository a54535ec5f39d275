import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { filesBelow } from './world.ts';

/** The files below folders, each with what it holds. */
export async function hashesOf(folders: readonly string[]): Promise<Map<string, string>> {
  const files = (await Promise.all(folders.map(filesBelow))).flat();
  const hashes = files.map(
    async (path) =>
      [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ] as const,
  );
  return new Map(await Promise.all(hashes));
}
