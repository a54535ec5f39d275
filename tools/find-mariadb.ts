import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The MariaDB server binary that the specs on MySQL protocol start, if this machine has one. Debian keeps it in sbin. */
export function findMariadb(path: string | undefined): string | undefined {
  const folders = [...(path ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'mariadbd'))
    .find((file) => existsSync(file));
}
