import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type MariaDb, startMariaDb } from '@easement/persistence/testing';
import type { Store } from '../constellation.ts';
import { type RunningHouse, startRunningHouse } from './running-house.ts';

const run = promisify(execFile);

export type Service = 'identity' | 'catalog' | 'sharing';
export const services = ['identity', 'catalog', 'sharing'] as const satisfies readonly Service[];

/** A machine of an operator, laid out as docs/operations.md has it, whose services stop and start again. */
export type Site = AsyncDisposable & {
  readonly store: Store;
  readonly folder: string;
  readonly rowsFolder: string;
  readonly operatorToken: () => Promise<string>;
  /** Starts all services on what there is. */
  readonly start: () => Promise<RunningHouse>;
  /** Runs commands as an operator does, in the folder of the installation. */
  readonly shell: (commands: string, environment?: Readonly<Record<string, string>>) => Promise<Shown>;
};

export type Shown = { readonly stdout: string; readonly stderr: string };

const commandTimeoutMs = 60_000;

/** `root` is the folder of the repository. */
export async function openSite(store: Store, root = process.cwd()): Promise<Site> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-site-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['apps', 'libs', 'tools', 'node_modules', 'package.json']) {
    await symlink(join(root, name), join(folder, name));
  }
  const data = join(folder, 'data/local');
  await mkdir(data, { recursive: true });
  const databases = store === 'sqlite' ? embedded(data) : await onServer(own.use(await startMariaDb()), folder);
  const keysFolder = join(data, 'keys');
  const rowsFolder = join(data, 'rows');
  const all = own.move();
  return {
    ...{ store, folder, rowsFolder },
    operatorToken: async () => (await readFile(join(keysFolder, 'operator.token'), 'utf8')).trim(),
    start: () => startRunningHouse({ databases, keysFolder, rowsFolder, spillFolder: join(folder, 'spill'), root }),
    shell: async (commands, environment = {}) => {
      const config = { XDG_CONFIG_HOME: join(folder, 'config'), NO_COLOR: '1' };
      return await run('bash', ['-e', '-o', 'pipefail', '-c', commands], {
        cwd: folder,
        env: { ...process.env, ...config, ...environment },
        timeout: commandTimeoutMs,
      });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function embedded(data: string): Readonly<Record<Service, string>> {
  const urlOf = (service: Service): string => `sqlite:${join(data, `${service}.db`)}`;
  return { identity: urlOf('identity'), catalog: urlOf('catalog'), sharing: urlOf('sharing') };
}

/** Schemas by the names that the page gives them, and the file that lets an operator in. */
async function onServer(server: MariaDb, folder: string): Promise<Readonly<Record<Service, string>>> {
  const client = ['[client]', 'host=127.0.0.1', `port=${server.port}`, 'user=root', 'protocol=tcp', ''];
  await writeFile(join(folder, 'backup.cnf'), client.join('\n'), { mode: 0o600 });
  return {
    identity: await server.createSchema('identity'),
    catalog: await server.createSchema('catalog'),
    sharing: await server.createSchema('sharing'),
  };
}
