import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Home, makeHome } from './play.ts';
import { startWorld, type World } from './world.ts';

describe('who sits in front of it', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    world.asked.splice(0);
    home = await makeHome({ EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret', EASEMENT_PROJECT: 'operations' });
  });
  afterEach(async () => home[Symbol.asyncDispose]());

  /** Runs the command at a terminal, where the keys are pressed once it has asked. */
  async function answer(command: string, ...keys: string[]) {
    const stdin = new PassThrough();
    const played = home.easement(command, { stdin, terminal: true });
    for (const key of keys) {
      await sleep(300);
      stdin.write(key);
    }
    return await played;
  }

  it('is asked before what cannot be undone, and may say yes', async () => {
    const { code, err } = await answer('bucket delete flights --force', 'y');
    expect(err).toContain('Delete bucket flights with all its tables and rows?');
    expect(code).toBe(0);
    expect(world.last('DeleteBucket')).toMatchObject({ force: true });
  });

  it.each([['n'], ['\r'], ['\u0003']])('changes nothing with %j', async (key) => {
    const { code, err } = await answer('bucket delete flights', key);
    expect(err).toContain('nothing was changed');
    expect(code).toBe(1);
    expect(world.last('DeleteBucket')).toBeUndefined();
  });

  it('is not asked with --yes, nor where nothing will change', async () => {
    expect((await answer('bucket delete flights --yes')).code).toBe(0);
    expect((await answer('bucket delete flights --dry-run')).code).toBe(0);
  });

  it('types a token that is not shown', async () => {
    const { code, out, err } = await answer('login', 'typed-secret', '\r');
    expect(code).toBe(0);
    expect(out + err).not.toContain('typed');
    expect((await home.easement('context list')).out).toContain('default');
  });

  it('leaves the question for a token with Ctrl-C', async () => {
    const { code } = await answer('login', '\u0003');
    expect(code).toBe(130);
    expect(world.asked).toEqual([]);
  });

  it('sees titles in bold, unless colours are not wanted', async () => {
    const bold = '\u001b[1mname\u001b[22m';
    expect((await home.easement('project list', { terminal: true, variables: { NO_COLOR: '' } })).out).toContain(bold);
    expect((await home.easement('project list', { terminal: true })).out).not.toContain('\u001b');
    expect((await home.easement('project list', { variables: { NO_COLOR: '' } })).out).not.toContain('\u001b');
  });

  it('is not sent Parquet to the terminal', async () => {
    const { code, err } = await home.easement('table export flights.airports --format parquet', { terminal: true });
    expect([code, err]).toEqual([2, expect.stringContaining('name a file')]);
  });
});
