import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@easement/client';
import { documented } from '../src/restore/documented.ts';
import { type StandaloneProcess, startStandaloneProcess } from '../src/standalone-process.ts';

const root = process.cwd();
const run = promisify(execFile);
const [backUp = '', restore = '', reconcile = ''] = documented('Backing up what `npm start` runs');

describe('what npm start runs', () => {
  let folder: string;
  let product: StandaloneProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-restore-'));
    for (const name of ['apps', 'libs', 'tools', 'node_modules', 'package.json'])
      await symlink(join(root, name), join(folder, name));
    product = await startStandaloneProcess(folder);
  }, 120_000);

  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const shell = (commands: string) => {
    const env = { ...process.env, EASEMENT_URL: product.httpAddress, XDG_CONFIG_HOME: join(folder, 'config') };
    return run('bash', ['-e', '-c', commands], { cwd: folder, env, timeout: 60_000 });
  };
  const withOwner = async <T>(act: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> => {
    const token = (await readFile(join(folder, '.easement/tokens/owner@meridian.example'), 'utf8')).trim();
    const client = createClient({ baseUrl: product.httpAddress, token });
    try {
      return await act(client);
    } finally {
      client.close();
    }
  };
  const projectNames = () =>
    withOwner(async ({ projects }) => (await projects.listProjects({})).projects.map(({ name }) => name));

  it('is backed up while it runs, restored, and fits together', async () => {
    const before = await projectNames();
    await shell(backUp);
    await withOwner(({ projects }) => projects.createProject({ name: 'later' }));
    expect(await projectNames()).toEqual([...before, 'later']);
    await product[Symbol.asyncDispose]();
    await shell(restore);
    product = await startStandaloneProcess(folder);
    expect(product.output()).not.toContain('making the sample');
    expect(await projectNames()).toEqual(before);
    const { stdout, stderr } = await shell(reconcile);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('Everything fits together.')]);
  }, 150_000);
});
