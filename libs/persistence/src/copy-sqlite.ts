import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

/**
 * Copies an embedded database as it is at one moment, while others may write to it, and puts the copy into the place of
 * the one before once it is whole. A plain copy of a file in use is broken.
 */
export async function copySqlite(file: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { force: true });
  const source = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  try {
    await source.backup(unfinished);
  } finally {
    source.close();
  }
  await chmod(unfinished, 0o600);
  await rename(unfinished, target);
}
