import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type StandaloneProcess, startStandaloneProcess } from '../src/standalone-process.ts';

const root = process.cwd();
const run = promisify(execFile);

describe('the README', () => {
  let folder: string;
  let product: StandaloneProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-readme-'));
    for (const name of ['apps', 'libs', 'node_modules', 'package.json'])
      await symlink(join(root, name), join(folder, name));
    product = await startStandaloneProcess(folder);
  }, 120_000);

  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('tells a story whose commands work as they stand', async () => {
    const commands = storyOf(await readFile(join(root, 'README.md'), 'utf8'));
    expect(commands.match(/npx easement/g)?.length).toBeGreaterThan(8);
    const environment = { ...process.env, EASEMENT_URL: product.httpAddress, XDG_CONFIG_HOME: join(folder, 'config') };
    const { stdout, stderr } = await run('bash', ['-e', '-o', 'pipefail', '-c', commands], {
      cwd: folder,
      env: environment,
      timeout: 120_000,
    });
    expect(stdout).toContain('operations');
    expect(stdout).toMatch(/\bTX\b.*\b2\d{3}\b/);
    expect(stderr).toContain('LINK_IS_READ_ONLY');
    expect(stderr).toContain('HAS_LINKS');
    expect(stdout).toContain('analytics-writer@meridian.example');
  }, 150_000);

  it('keeps the development tokens where only their owner reads them', async () => {
    const { mode } = await stat(join(folder, '.easement/tokens/owner@meridian.example'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('keeps everything over a restart', async () => {
    const token = (await readFile(join(folder, '.easement/tokens/owner@meridian.example'), 'utf8')).trim();
    await product[Symbol.asyncDispose]();
    product = await startStandaloneProcess(folder);
    expect(product.output()).not.toContain('making the sample');
    expect(product.output()).toContain(token);
    const answer = await fetch(`${product.httpAddress}/easement.identity.v1.ProjectService/ListProjects`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const { projects } = (await answer.json()) as { projects: { name: string }[] };
    expect(projects.map(({ name }) => name)).toEqual(['operations', 'safety', 'analytics', 'marketing', 'platform']);
  }, 120_000);
});

/** The shell blocks between the marks of the story. */
function storyOf(readme: string): string {
  const story = /<!-- story -->(.*)<!-- \/story -->/s.exec(readme)?.[1] ?? '';
  return [...story.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '').join('\n');
}
