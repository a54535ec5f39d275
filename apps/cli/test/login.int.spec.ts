import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { badToken, refusal } from '@easement/testing';
import { type Home, makeHome } from './play.ts';
import { ids } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('signing in', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    world.asked.splice(0);
    home = await makeHome();
  });
  afterEach(async () => home[Symbol.asyncDispose]());

  const contextsFile = () => join(home.folder, '.config', 'easement', 'contexts.json');
  const login = (more = '') => home.easement(`login --url ${world.url} --token-stdin${more}`, { stdin: 'a-secret\n' });

  it('keeps the token in a file that nobody else reads, and shows it nowhere', async () => {
    const played = await login();
    expect(played).toMatchObject({ code: 0, out: '', err: expect.stringContaining('as ada@meridian.example') });
    expect(played.err).not.toContain('a-secret');
    expect((await stat(contextsFile())).mode & 0o777).toBe(0o600);
    expect((await stat(join(home.folder, '.config', 'easement'))).mode & 0o777).toBe(0o700);
    expect(await readFile(contextsFile(), 'utf8')).toContain('a-secret');
    const shown = await home.easement('context show -o json');
    expect(JSON.parse(shown.out)).toEqual({ name: 'default', url: world.url, project: ids.operations, current: true });
  });

  it('makes the only project of the caller the default', async () => {
    expect((await login()).err).toContain('Project operations is the default');
    await home.easement('bucket list');
    expect(world.last('ListBuckets')).toMatchObject({ projectId: ids.operations });
  });

  it('keeps nothing if the token is refused', async () => {
    const played = await home.easement(`login --url ${world.url} --token-stdin`, { stdin: badToken });
    expect(played).toMatchObject({ code: 4, err: expect.stringContaining('BAD_TOKEN') });
    expect((await home.easement('context list')).err).toContain('No contexts');
  });

  it('refuses without a token, and without anybody to type it', async () => {
    expect((await home.easement(`login --url ${world.url} --token-stdin`, { stdin: '\n' })).code).toBe(2);
    const { code, err } = await home.easement(`login --url ${world.url}`);
    expect(code).toBe(2);
    expect(err).toContain('--token-stdin');
    expect((await home.easement('login --url nowhere --token-stdin', { stdin: 'x' })).err).toContain('is not a URL');
  });

  it('changes between contexts and forgets them', async () => {
    await login(' --name one');
    await login(' --name two');
    expect((await home.easement('context list -o csv')).out).toBe(
      `name,url,project,current\r\none,${world.url},${ids.operations},""\r\ntwo,${world.url},${ids.operations},yes\r\n`,
    );
    await home.easement('context use one');
    expect((await home.easement('context show')).out).toMatch(/name\s+one/);
    expect((await home.easement('context delete two')).code).toBe(2);
    await home.easement('context delete two --yes');
    expect((await home.easement('whoami --context two')).code).toBe(3);
    await home.easement('context delete one --yes');
    expect((await home.easement('whoami')).code).toBe(4);
    expect((await home.easement('context use one')).code).toBe(3);
  });

  it('keeps another default project in the context', async () => {
    await login();
    await home.easement('project use analytics');
    await home.easement('bucket offers');
    expect(world.last('ListOffers')).toMatchObject({ projectId: ids.analytics });
    await home.easement('bucket offers --project operations');
    expect(world.last('ListOffers')).toMatchObject({ projectId: ids.operations });
    const variables = { EASEMENT_PROJECT: 'operations' };
    await home.easement('bucket offers', { variables });
    expect(world.last('ListOffers')).toMatchObject({ projectId: ids.operations });
  });

  it('sends a kept token to no other server', async () => {
    await login();
    const { code, err } = await home.easement('whoami', { variables: { EASEMENT_URL: 'http://127.0.0.1:9' } });
    expect(code).toBe(4);
    expect(err).toContain('there is no token for http://127.0.0.1:9');
  });

  it('warns where others can read the file, and leaves alone what it does not understand', async () => {
    await login();
    await chmod(contextsFile(), 0o644);
    expect((await home.easement('whoami')).err).toContain('chmod 600');
    await writeFile(contextsFile(), '{"contexts": {"a": 1}');
    expect((await home.easement('context list')).code).toBe(1);
    expect((await login()).code).toBe(1);
    expect(await readFile(contextsFile(), 'utf8')).toBe('{"contexts": {"a": 1}');
  });

  it('needs a project where a command is about one', async () => {
    const variables = { EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret' };
    const { code, err } = await home.easement('bucket list', { variables });
    expect(code).toBe(2);
    expect(err).toContain('--project');
  });

  it('bootstraps an organization with the token of the operator, which it prints once or keeps', async () => {
    const file = join(home.folder, 'operator-token');
    await writeFile(file, 'operator-secret\n');
    const command = `admin bootstrap Meridian --owner owner@meridian.example --url ${world.url}`;
    const printed = await home.easement(`${command} --operator-token-file ${file} -o json`);
    expect(JSON.parse(printed.out)).toMatchObject({
      ownerToken: 'the-owner-secret',
      organization: { name: 'Meridian' },
    });
    expect(world.last('CreateOrganization')).toMatchObject({ name: 'Meridian', ownerEmail: 'owner@meridian.example' });

    const variables = { EASEMENT_OPERATOR_TOKEN: 'operator-secret' };
    const kept = await home.easement(`${command} --save-as owner`, { variables });
    expect(kept.out + kept.err).not.toContain('the-owner-secret');
    expect((await home.easement('whoami')).code).toBe(0);

    const checked = await home.easement(`${command} --token-stdin --dry-run`, { stdin: 'operator-secret' });
    expect(checked).toMatchObject({ code: 0, out: '' });
    expect(world.last('CreateOrganization')).toMatchObject({ validateOnly: true });
  });

  it('says what an empty operator token file is', async () => {
    const file = join(home.folder, 'empty');
    await writeFile(file, '\n');
    const played = await home.easement(`admin bootstrap M --owner o@m.example --operator-token-file ${file}`);
    expect(played).toMatchObject({ code: 2, err: expect.stringContaining('is empty') });
  });

  it('tells that the token has ended meanwhile', async () => {
    await login();
    world.refuse('ListProjects', refusal('bad_token', 'the token is not good'));
    const { code, err } = await home.easement('project list');
    expect(code).toBe(4);
    expect(err).toContain('next: sign in again');
  });
});
