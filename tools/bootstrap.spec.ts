import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const manifest = { name: 'probe', version: '1.0.0', workspaces: ['lib'] };
const lib = { name: 'probe-lib', version: '1.0.0' };
const packages = { '': manifest, lib, 'node_modules/probe-lib': { resolved: 'lib', link: true } };

/** A project whose only package is its own, so that its install needs no network. */
function createProject(script: string): string {
  const root = mkdtempSync(join(tmpdir(), 'easement-bootstrap-'));
  for (const folder of ['tools', 'lib']) mkdirSync(join(root, folder));
  for (const file of ['bootstrap.mjs', 'lockfile.mjs']) copyFileSync(join('tools', file), join(root, 'tools', file));
  writeJson(join(root, 'package.json'), manifest);
  writeJson(join(root, 'package-lock.json'), { ...manifest, lockfileVersion: 3, requires: true, packages });
  writeJson(join(root, 'lib', 'package.json'), lib);
  writeFileSync(join(root, 'script.ts'), script);
  return root;
}

function writeJson(path: string, content: unknown): void {
  writeFileSync(path, JSON.stringify(content));
}

function start(root: string, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn('node', [join(root, 'tools', 'bootstrap.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(root: string, ...args: string[]) {
  const child = start(root, ...args);
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: await stdout, stderr: await stderr };
}

describe('bootstrap', () => {
  let root = '';
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('installs once, then runs the script with its arguments and answers its exit code', async () => {
    root = createProject('const words: string[] = process.argv.slice(2); console.log(words.join()); process.exit(7);');

    const first = await run(root, 'script.ts', '--reset', 'two words');
    expect(first).toMatchObject({ code: 7, stdout: '--reset,two words\n' });
    expect(first.stderr).toMatch(/^First start: installing the packages of package-lock.json/);

    const second = await run(root, 'script.ts');
    expect(second).toMatchObject({ code: 7, stdout: '\n', stderr: '' });
  });

  it('installs again when node_modules is not what the lockfile asks for', async () => {
    root = createProject('');
    mkdirSync(join(root, 'node_modules', 'left-over'), { recursive: true });

    expect((await run(root, 'script.ts')).stderr).toMatch(/^node_modules is not what the lockfile asks for/);
    expect(existsSync(join(root, 'node_modules', 'left-over'))).toBe(false);
  });

  it('starts nothing when the install fails, and says so', async () => {
    root = createProject('console.log("started");');
    writeJson(join(root, 'package.json'), { ...manifest, dependencies: { 'not-in-lockfile': '1.0.0' } });

    const { code, stdout, stderr } = await run(root, 'script.ts');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('npm ci failed, see above. Nothing was started');
  });

  it('passes a signal on and ends as the script ends', async () => {
    root = createProject(
      `process.on('SIGTERM', () => { console.log('drained'); process.exit(3); }); setInterval(() => {}, 1000); console.log('ready');`,
    );
    await run(root);
    const child = start(root, 'script.ts');
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    const output = text(child.stdout);

    child.kill('SIGTERM');
    expect(await closed).toEqual([3, null]);
    expect(await output).toBe('drained\n');
  });
});
