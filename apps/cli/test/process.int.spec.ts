import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ids } from './things.ts';
import { startWorld, type World } from './world.ts';

const main = join(process.cwd(), 'apps/cli/src/main.ts');

describe('the process', () => {
  let world: World;
  let folder: string;

  beforeAll(async () => {
    world = await startWorld();
    folder = await mkdtemp(join(tmpdir(), 'easement-process-'));
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    world.asked.splice(0);
    world.statement.endless = false;
  });

  /** Through a shell where the command pipes on, as people do. */
  function start(command: string, variables: Record<string, string> = {}): ChildProcessWithoutNullStreams {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      EASEMENT_URL: world.url,
      EASEMENT_TOKEN: 'a-secret',
      EASEMENT_PROJECT: 'operations',
      EASEMENT: `${process.execPath} ${main}`,
      ...variables,
    };
    return spawn('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, env });
  }

  async function finish(child: ChildProcessWithoutNullStreams, stdin = '') {
    const [out, err] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
    child.stdin.end(stdin);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out: (await (out ?? [])).join(''), err: (await (err ?? [])).join('') };
  }

  it('takes arguments and variables, writes to its streams, and ends by itself with the code', async () => {
    const done = await finish(start('$EASEMENT project list -o csv'));
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain(`${ids.operations},operations,runs flights,2001-02-03T04:05:06Z`);
    const refused = await finish(start('$EASEMENT project show nowhere'));
    expect(refused).toMatchObject({ code: 3, out: '', err: expect.stringContaining('there is no project "nowhere"') });
  });

  it('reads stdin to its end', async () => {
    const done = await finish(start('$EASEMENT table load flights.airports - --format csv'), 'iata\nJFK\n');
    expect(done.code).toBe(0);
    expect(world.load.bytes).toBe(9);
  });

  it('ends quietly when whoever reads has enough', async () => {
    world.statement.endless = true;
    const done = await finish(start('$EASEMENT sql SELECT -o csv | head -n 2'));
    expect(done).toEqual({ code: 0, out: 'iata,delay\r\nJFK,12\r\n', err: '' });
  });

  it('stops its call on Ctrl-C and says so with 130', async () => {
    world.statement.endless = true;
    const child = start('exec $EASEMENT sql SELECT -o csv > /dev/null');
    while (!world.last('Execute')) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await finish(child)).toMatchObject({ code: 130, err: 'canceled\n' });
  });

  it('answers what a shell asks to complete', async () => {
    const script = await finish(start('$EASEMENT completion bash'));
    expect(script.out).toContain('complete -F __easement_complete easement');
    const verbs = await finish(start('$EASEMENT complete -- bucket link'));
    expect(verbs.out.split('\n').map((line) => line.split('\t')[0])).toEqual(expect.arrayContaining(['link', 'links']));
    const privileges = await finish(start("$EASEMENT complete -- grant add ''"));
    expect(privileges.out).toContain('usage\t\nselect\t\nreference-usage\t\n');
    const stages = await finish(start("$EASEMENT complete -- bucket create --stage ''"));
    expect(stages.out).toMatch(/^in\t\nout\t\n/);
  });

  it('completes the names of contexts, which it knows without a server', async () => {
    const token = { EASEMENT_TOKEN: '' };
    await finish(start('$EASEMENT login --name meridian --token-stdin', token), 'a-secret');
    const known = await finish(start("$EASEMENT complete -- --context ''", token));
    expect(known.out).toContain(`meridian\t${world.url}`);
  });
});
