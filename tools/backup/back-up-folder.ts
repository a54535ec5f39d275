import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { copySqlite } from '@easement/persistence';
import { copyOthers, copyRows } from './copy-files.ts';

/** Files that a table has listed no longer stay for an hour: then the copy has every file that its catalog lists. */
const withinMs = 50 * 60_000;

/** What is of a running process, made anew at the next start, or copied in another way. */
const fleeting = ['rows', 'spill'];
const fleetingFile = /(^easement\.pid|\.db|\.db-wal|\.db-shm|\.unfinished)$/;

export type Clock = () => number;

/**
 * Copies a folder with embedded databases, rows and keys, while the product runs on it. Most of the rows first, which may
 * take long; then the databases; then the rows that came meanwhile.
 */
export async function backUpFolder(folder: string, target: string, now: Clock = Date.now): Promise<readonly string[]> {
  const rows = [join(folder, 'rows'), join(target, 'rows')] as const;
  const first = await copyRows(...rows);
  const begun = now();
  const databases = (await readdir(folder)).filter((name) => name.endsWith('.db')).sort();
  if (databases.length === 0) throw new Error(`${folder} has no embedded database; name the folder with the .db files`);
  for (const name of databases) await copySqlite(join(folder, name), join(target, name));
  const second = await copyRows(...rows);
  if (now() - begun > withinMs) {
    throw new Error('copying the rows that came meanwhile took too long, some may lack: run it again, it goes on');
  }
  const isLeftOut = (path: string): boolean => fleeting.includes(path.split(sep)[0] ?? '') || fleetingFile.test(path);
  await copyOthers(folder, target, isLeftOut);
  const files = first.files + second.files;
  return [databases.join(', '), `${files} new file${files === 1 ? '' : 's'} of rows`, 'keys and what else there is'];
}
