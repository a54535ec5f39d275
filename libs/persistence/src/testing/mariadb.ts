import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { launchMariaDb } from './mariadb-programs.ts';

export type MariaDb = AsyncDisposable & {
  readonly port: number;
  /** Makes an empty schema with a user that may enter no other, and answers its URL. */
  readonly createSchema: (name: string) => Promise<string>;
  readonly dropSchema: (name: string) => Promise<void>;
};

const startTimeoutMs = 60_000;
const pollMs = 50;

/** Starts a server of its own, on a free port of 127.0.0.1, with its files in a temporary folder. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'easement-mariadb-'));
  const port = await launch(folder, process.pid);
  return connectTo(port, async () => {
    await writeFile(join(folder, 'stop'), '');
    await until(() => !existsSync(folder), `MariaDB in ${folder} does not end`);
  });
}

/**
 * The server that all spec files of one jest run share. The first file that asks starts it, the others wait for it, and
 * it ends with jest.
 */
export async function sharedMariaDb(): Promise<MariaDb> {
  const owner = process.send === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `easement-mariadb-of-${owner}`);
  const ready = join(folder, 'ready');
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    await writeFile(`${ready}.new`, String(await launch(folder, owner)));
    await rename(`${ready}.new`, ready);
  }
  await until(() => existsSync(ready), `MariaDB was not started; see the logs in ${folder}, or remove it if it is old`);
  return connectTo(Number(await readFile(ready, 'utf8')), () => Promise.resolve());
}

async function launch(folder: string, owner: number): Promise<number> {
  const port = await freePort();
  launchMariaDb(folder, owner, port);
  await until(async () => {
    if (!existsSync(folder)) throw new Error('MariaDB ended at once: is its port taken, or the disk full?');
    return await answers(port);
  }, `MariaDB does not answer; see the logs in ${folder}`);
  return port;
}

function connectTo(port: number, dispose: () => Promise<void>): MariaDb {
  return {
    port,
    createSchema: async (name) => {
      const password = crypto.randomUUID();
      await asRoot(port, [
        `CREATE DATABASE \`${name}\``,
        `CREATE USER '${name}'@'%' IDENTIFIED BY '${password}'`,
        `GRANT ALL ON \`${name}\`.* TO '${name}'@'%'`,
      ]);
      return `mysql://${name}:${password}@127.0.0.1:${port}/${name}`;
    },
    dropSchema: (name) => asRoot(port, [`DROP DATABASE \`${name}\``, `DROP USER '${name}'@'%'`]),
    [Symbol.asyncDispose]: dispose,
  };
}

async function asRoot(port: number, statements: readonly string[]): Promise<void> {
  const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
  try {
    for (const sql of statements) await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function answers(port: number): Promise<boolean> {
  return await asRoot(port, ['SELECT 1']).then(
    () => true,
    () => false,
  );
}

async function until(isSo: () => boolean | Promise<boolean>, complaint: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${complaint} (waited for a minute)`);
    await sleep(pollMs);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
