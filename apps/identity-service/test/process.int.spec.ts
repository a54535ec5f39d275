import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrganizationService } from '@easement/contracts';
import { emptyDatabase, stores } from '@easement/persistence/testing';
import { assertionSigner, grpcPeer, loadOrCreateKeys, openChannel } from '@easement/rpc';
import { as, operator } from './world.ts';

const main = join(__dirname, '../src/main.ts');

describe.each(stores)('identity-service as a process on %s', (store) => {
  let folder: string;
  let own: AsyncDisposableStack;
  beforeEach(async () => {
    own = new AsyncDisposableStack();
    folder = await mkdtemp(join(tmpdir(), 'easement-identity-'));
    own.defer(() => rm(folder, { recursive: true }));
  });
  afterEach(() => own.disposeAsync());

  async function start(more: Record<string, string> = {}) {
    const [port, operations] = [await freePort(), await freePort()];
    const database = own.use(await emptyDatabase(store));
    const child = spawn(process.execPath, [main], {
      env: {
        EASEMENT_IDENTITY_PORT: String(port),
        EASEMENT_IDENTITY_OPERATIONS_PORT: String(operations),
        EASEMENT_IDENTITY_DATABASE_URL: database.url,
        EASEMENT_KEYS_FOLDER: folder,
        EASEMENT_SHARING_ADDRESS: '127.0.0.1:1',
        EASEMENT_CATALOG_ADDRESS: '127.0.0.1:1',
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    own.defer(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const get = (path: string) => fetch(`http://127.0.0.1:${operations}${path}`);
    return { child, port, get, output: () => output };
  }

  it('is ready once it has migrated, answers, and ends by itself when it is asked to stop', async () => {
    const { child, port, get, output } = await start();
    await until(async () => (await get('/readyz')).status === 200);
    const signer = assertionSigner(await loadOrCreateKeys(folder, 'gateway'), 'gateway');
    using opened = openChannel(`127.0.0.1:${port}`);
    const organizations = grpcPeer(OrganizationService, { channel: opened.channel, signer, audience: 'identity' });
    expect((await organizations.listOrganizations({}, as(operator))).organizations).toEqual([]);
    expect(await (await get('/metrics')).text()).toMatch(
      /easement_rpc_calls_total\{method="[^"]*ListOrganizations",code="OK"/,
    );
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
    expect(output()).toContain('ListOrganizations');
  });

  it('makes the operator a token that only its own user can read, and says where but not what', async () => {
    const { get, output } = await start();
    await until(async () => (await get('/readyz')).status === 200);
    const file = join(folder, 'operator.token');
    const token = (await readFile(file, 'utf8')).trim();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(token).toMatch(/^eas_operator_[A-Za-z0-9_-]{43}$/);
    expect(output()).toContain(file);
    expect(output()).not.toContain(token);
  });

  it('does not start on a configuration that it cannot read, and names every problem', async () => {
    const { child, output } = await start({
      EASEMENT_IDENTITY_PORT: '70000',
      EASEMENT_IDENTITY_DATABASE_URL: 'postgres:x',
    });
    expect(await exitOf(child)).not.toBe(0);
    expect(output()).toMatch(/EASEMENT_IDENTITY_PORT is "70000"/);
    expect(output()).toMatch(/EASEMENT_IDENTITY_DATABASE_URL: a database URL begins with/);
  });
});

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('the process is not ready after 20 seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
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
