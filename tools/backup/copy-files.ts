import { chmod, copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Copied = { readonly files: number; readonly bytes: number };

const shapeOfRows = /^org_[0-9a-z]+\/tbl_[0-9a-z]+\/fil_[0-9a-z]+\.parquet$/;

/**
 * Copies the files of tables that the copy does not have yet: none is ever changed, so a second run is quick. Files that
 * vanish meanwhile are those that no table lists any more.
 */
export async function copyRows(folder: string, target: string): Promise<Copied> {
  const paths = (await filesBelow(folder)).filter((path) => shapeOfRows.test(path));
  return await copyAll(folder, target, paths, true);
}

/** Copies all other files anew, but for those that `leaveOut` names by their path. */
export async function copyOthers(folder: string, target: string, leaveOut: (path: string) => boolean): Promise<Copied> {
  const paths = (await filesBelow(folder)).filter((path) => !leaveOut(path));
  return await copyAll(folder, target, paths, false);
}

async function copyAll(folder: string, target: string, paths: readonly string[], once: boolean): Promise<Copied> {
  let [files, bytes] = [0, 0];
  for (const path of paths) {
    const size = await copyOne(join(folder, path), join(target, path), once);
    if (size === undefined) continue;
    files += 1;
    bytes += size;
  }
  return { files, bytes };
}

/** Answers the size of what was copied; undefined where it was there already, or is gone. */
async function copyOne(from: string, to: string, once: boolean): Promise<number | undefined> {
  const [source, copy] = [await statOf(from), await statOf(to)];
  if (!source || (once && copy?.size === source.size)) return undefined;
  await mkdir(dirname(to), { recursive: true });
  try {
    // Under its own name it is whole.
    await copyFile(from, `${to}.unfinished`);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
  await chmod(`${to}.unfinished`, source.mode & 0o777);
  await rename(`${to}.unfinished`, to);
  return source.size;
}

/** The paths of all files below a folder, relative to it. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/\/+$/, '').length + 1));
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
