import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedMariaDb, stores } from '@easement/persistence/testing';
import mysql from 'mysql2/promise';
import { readCompose, readEnvFile } from './compose-file.ts';

const services = ['identity', 'catalog', 'sharing'] as const;
const names = readEnvFile(readFileSync('.env.example', 'utf8')).filter(({ isRequired }) => isRequired);
const passwords = Object.fromEntries(names.map(({ name }) => [name, `${name}-0123456789`]));
const compose = readCompose(readFileSync('docker-compose.yml', 'utf8'), passwords);
const told = compose.services['mysql']?.environment ?? {};

/** The two ways of the MySQL image: as a program, or read into a script of its own that goes on after it. */
const ways = {
  executed: ['deploy/mysql/schemas.sh'],
  read: ['--norc', '-c', 'set -eo pipefail; . deploy/mysql/schemas.sh; [ -z "$NOT_SET" ]'],
} as const;

type Ran = { readonly sql: string | undefined; readonly complaint: string };

/** Runs the script with a `mysql` that keeps what it is given; answers that, if all went well. */
function runScript(environment: Readonly<Record<string, string>>, way: keyof typeof ways = 'executed'): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'easement-schemas-'));
  try {
    const program = `#!/bin/sh\n[ "$*" = "--user=root" ] && [ "$MYSQL_PWD" ] && cat > "${folder}/sql"\n`;
    writeFileSync(join(folder, 'mysql'), program, { mode: 0o755 });
    const env = { PATH: `${folder}:/usr/bin:/bin`, ...environment };
    const { status, stderr } = spawnSync('bash', ways[way], { env, encoding: 'utf8' });
    const kept = join(folder, 'sql');
    return { sql: status === 0 && existsSync(kept) ? readFileSync(kept, 'utf8') : undefined, complaint: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('deploy/mysql/schemas.sh', () => {
  it.each([
    ['none', ''],
    ['a short one', 'short'],
    ['one that would end a text of SQL', "0123456789abcdef'; DROP DATABASE mysql; --"],
    ['one that would read differently in a URL', '0123456789abcdef@host/%41'],
  ])('refuses as a password %s, and asks nothing of the server', (_name, password) => {
    const { sql, complaint } = runScript({ ...told, CATALOG_PASSWORD: password });
    expect(sql).toBeUndefined();
    expect(complaint).toContain('CATALOG_PASSWORD must be');
    if (password !== '') expect(complaint).not.toContain(password);
  });

  it.each(['executed', 'read'] as const)('is told all that it needs by docker-compose.yml, %s', (way) => {
    expect(runScript(told, way)).toEqual({ sql: expect.stringContaining('CREATE USER'), complaint: '' });
  });
});

(stores.includes('mysql') ? describe : describe.skip)('the schemas of docker-compose.yml', () => {
  let port = 0;

  const run = async (url: string, sql: string): Promise<unknown> => {
    const connection = await mysql.createConnection({ uri: url, multipleStatements: true });
    try {
      return (await connection.query(sql))[0];
    } finally {
      await connection.end();
    }
  };
  const asRoot = (sql: string): Promise<unknown> => run(`mysql://root@127.0.0.1:${port}/mysql`, sql);
  /** Where the service is told to find its tables, but on the server of these specs. */
  const urlOf = (service: (typeof services)[number]): string => {
    const url = compose.services[service]?.environment[`EASEMENT_${service.toUpperCase()}_DATABASE_URL`] ?? '';
    return url.replace('@mysql:3306/', `@127.0.0.1:${port}/`);
  };

  beforeAll(async () => {
    ({ port } = await sharedMariaDb());
    await asRoot(runScript(told).sql ?? '');
  }, 90_000);

  afterAll(() => asRoot(services.map((name) => `DROP DATABASE \`${name}\`; DROP USER '${name}'@'%';`).join('')));

  it.each(services)('let %s make tables in its own, which compares text byte by byte', async (service) => {
    await run(urlOf(service), 'CREATE TABLE probe (a INT); ALTER TABLE probe ADD b INT; DROP TABLE probe');
    expect(await run(urlOf(service), 'SELECT @@character_set_database c, @@collation_database l')).toEqual([
      { c: 'utf8mb4', l: 'utf8mb4_bin' },
    ]);
  });

  it.each(services)('let %s enter no other', async (service) => {
    for (const other of services.filter((name) => name !== service)) {
      const url = urlOf(service).replace(/\/[a-z]+$/, `/${other}`);
      await expect(run(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' });
    }
  });
});
