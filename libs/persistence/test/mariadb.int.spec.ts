import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTables, openDatabase } from '../src/index.ts';
import { startMariaDb, stores } from '../src/testing/index.ts';
import { tables } from './tables.ts';

const suite = stores.includes('mysql') ? describe : describe.skip;

suite('a MariaDB server for tests', () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => /^easement-mariadb-\w{6}$/.test(name));

  it('gives each schema a user that may enter no other, and leaves nothing behind', async () => {
    const before = folders();
    const server = await startMariaDb();
    const [own, foreign] = [await server.createSchema('own'), await server.createSchema('foreign')];
    const db = await openDatabase({ url: own, tables, migrations: [createTables(1, tables)] });
    await db[Symbol.asyncDispose]();
    const trespass = openDatabase({ url: foreign.replace(/\/foreign$/, '/own'), tables, migrations: [] });
    await expect(trespass).rejects.toThrow('Access denied');
    await server[Symbol.asyncDispose]();
    expect(folders()).toEqual(before);
    expect(await answers(server.port)).toBe(false);
  });

  it('ends when its owner is killed', async () => {
    const before = folders();
    const program = `
      const { startMariaDb } = await import('@easement/persistence/testing');
      process.stdout.write(String((await startMariaDb()).port));
      setInterval(() => undefined, 1_000);
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await owner.stdout.take(1).toArray()) as Buffer[];
    expect(await answers(Number(port))).toBe(true);
    owner.kill('SIGKILL');
    for (let waited = 0; folders().length > before.length && waited < 10_000; waited += 50) await sleep(50);
    expect(folders()).toEqual(before);
    expect(await answers(Number(port))).toBe(false);
  });
});

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await new Promise((resolve) => {
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
