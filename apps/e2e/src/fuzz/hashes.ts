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

/** What changed: files that are other than before, or gone, and new ones outside of the folder where rows are kept. */
export function changesSince(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  rowsFolder: string,
): string[] {
  const changed = [...before]
    .filter(([path, hash]) => after.get(path) !== hash)
    .map(([path]) => `the file ${path} changed`);
  const made = [...after.keys()].filter((path) => !before.has(path) && !path.startsWith(`${rowsFolder}/`));
  return [...changed, ...made.map((path) => `the file ${path} was made`)];
}
