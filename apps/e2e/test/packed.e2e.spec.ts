import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ProjectRole } from '@easement/contracts';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { createOrganization, type Member } from '../src/meridian.ts';

const root = process.cwd();
const run = promisify(execFile);
const bounds = { timeout: 120_000, maxBuffer: 16 * 1024 * 1024 };

describe('what others install', () => {
  let folder: string;
  let product: Constellation;
  let writer: Member;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-packed-'));
    const packed = await run(process.execPath, ['tools/pack/main.ts', join(folder, 'packed')], {
      ...bounds,
      cwd: root,
    });
    const tarballs = packed.stdout.trim().split('\n');
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    await run('npm', ['install', '--no-audit', '--no-fund', ...tarballs], { ...bounds, cwd: folder });

    product = await startConstellation('sqlite');
    const meridian = await createOrganization(product, 'Meridian');
    const analytics = await meridian.createProject('analytics');
    writer = await meridian.createMember('writer', { projects: { [analytics]: ProjectRole.WRITE } });
    const { httpAddress: EASEMENT_URL } = product;
    environment = {
      ...process.env,
      EASEMENT_URL,
      EASEMENT_TOKEN: writer.token,
      NO_COLOR: '1',
      XDG_CONFIG_HOME: folder,
    };
  }, 300_000);

  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const easement = async (...args: string[]) =>
    await run(process.execPath, [join(folder, 'node_modules/.bin/easement'), ...args], {
      ...bounds,
      cwd: folder,
      env: environment,
    });

  it('is a client that does what its README says, in an empty folder', async () => {
    const readme = await readFile(join(folder, 'node_modules/@easement/client/README.md'), 'utf8');
    const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
    await writeFile(join(folder, 'example.js'), example);
    const { stdout, stderr } = await run(process.execPath, ['example.js'], {
      ...bounds,
      cwd: folder,
      env: environment,
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('16 of 16 bytes\n1 rows\nid | note\n1 | hello\nnotes is taken;');
  }, 60_000);

  it('brings nothing of Node into a browser', async () => {
    const dist = join(folder, 'node_modules/@easement/client/dist');
    const imported = await browserImports(join(dist, 'index.js'), join(dist, 'web-platform.js'));
    expect(imported).toContain('@connectrpc/connect-web');
    expect(imported.filter((name) => name.startsWith('node:') || name.includes('connect-node'))).toEqual([]);
  });

  it('has declarations that a strict compiler takes', async () => {
    const program = [
      "import { createClient, type EasementError, type Reason } from '@easement/client';",
      "import { run, type Io } from '@easement/cli';",
      "const client = createClient({ baseUrl: 'http://localhost' });",
      'export const rows: Promise<bigint> = client.preview({ tableId: "" }).then((preview) => preview.rowCount);',
      "export const isKnown = (error: EasementError) => error.reason === ('HAS_LINKS' satisfies Reason);",
      'export const ended = (io: Io): Promise<number> => run([], io);',
      '// @ts-expect-error -- a field that the contract does not have',
      'export const wrong = client.preview({ tableid: "" });',
    ];
    await writeFile(join(folder, 'program.ts'), program.join('\n'));
    const strict = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--skipLibCheck'];
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
    const tsc = join(root, 'node_modules/typescript7/bin/tsc');
    await run(process.execPath, [tsc, ...strict, ...types, 'program.ts'], { ...bounds, cwd: folder });
  }, 60_000);

  it('is a command line that works there', async () => {
    const { version } = JSON.parse(await readFile(join(folder, 'node_modules/@easement/cli/package.json'), 'utf8')) as {
      version: string;
    };
    expect((await easement('--version')).stdout).toBe(`${version}\n`);
    expect((await easement('bucket', 'link', '--help')).stdout).toContain('easement bucket link operations.flights');
    expect((await easement('whoami', '-o', 'json')).stdout).toContain('analytics');
    const created = await easement('bucket', 'create', 'plans', '--project', 'analytics');
    expect(created.stdout).toMatch(/name\s+plans/);
    await expect(easement('project', 'show', 'nowhere')).rejects.toMatchObject({ code: 3 });
  }, 60_000);

  it('completes its own commands in a shell', async () => {
    expect((await easement('completion', 'bash')).stdout).toContain('complete -F __easement_complete easement');
    expect((await easement('complete', '--', 'bucket', 'force')).stdout).toContain('force-unlink');
  }, 60_000);
});

/** What a bundler finds from the entry on, taking `platform` for the file that differs. */
async function browserImports(entry: string, platform: string): Promise<string[]> {
  const files = [entry];
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, name = ''] of (await readFile(file, 'utf8')).matchAll(/^(?:import|export) .*?from '([^']+)'/gms)) {
      const next = name === '#platform' ? platform : join(dirname(file), name);
      if (!/^[.#]/.test(name)) packages.add(name);
      else if (!files.includes(next)) files.push(next);
    }
  }
  return [...packages];
}
