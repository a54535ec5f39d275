import { PassThrough } from 'node:stream';
import { refusal } from '@easement/testing';
import { parse } from 'yaml';
import { type Home, makeHome, textOf } from './play.ts';
import { ids } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('activity', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
    home = await makeHome({ EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret', EASEMENT_PROJECT: 'operations' });
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  it('is listed newest first, in words, with names for projects', async () => {
    const { out, code } = await home.easement('activity');
    const [titles, updated, forced] = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(code).toBe(0);
    expect(titles).toEqual(['position', 'time', 'who', 'what', 'to', 'with', 'changed']);
    expect(updated).toEqual([
      '9',
      '2001-02-03T04:05:06Z',
      ids.ada,
      'share-updated',
      'flights',
      'analytics',
      'audience: project-members → selected-projects; projects: +analytics',
    ]);
    expect(forced?.slice(-4)).toEqual(['link-forced', ids.link, 'analytics', 'comment: contract\\u001b[31m ended']);
    expect(world.last('ListActivity')).toMatchObject({ projectId: ids.operations, shareId: '' });
  });

  it('is of a project that is named, of one share, since some time, and so much', async () => {
    const { out } = await home.easement('activity analytics --share flights --since 2030-01-02 --limit 1 -o json');
    expect(JSON.parse(out)).toMatchObject([{ position: '9', action: 'ACTIVITY_ACTION_SHARE_UPDATED' }]);
    expect(world.last('ListActivity')).toMatchObject({
      projectId: ids.analytics,
      shareId: ids.share,
      since: { seconds: BigInt(Date.UTC(2030, 0, 2) / 1000) },
    });
    const all = await home.easement(`activity --share ${ids.share} --limit 0 -o csv`);
    expect(all.out.trim().split('\r\n')).toHaveLength(3);
  });

  /** Runs a command that ends only when it is told, until it has written so many lines. */
  async function following(command: string, lines: number) {
    const stop = new AbortController();
    const stdout = new PassThrough();
    const soFar = textOf(stdout);
    const playing = home.easement(command, { signal: stop.signal, stdout });
    while (soFar().split('\n').length <= lines) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    return { out: soFar(), code: (await playing).code };
  }

  it('is followed from now on, an act a line, until Ctrl-C', async () => {
    const { out, code } = await following('activity --follow -o json', 2);
    const acts = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { position: string });
    expect(acts.map(({ position }) => position)).toEqual(['8', '9']);
    expect(code).toBe(130);
    expect(world.last('FollowActivity')).toMatchObject({ projectId: ids.operations });
    expect(world.last('FollowActivity')).not.toHaveProperty('position');
  });

  it('is followed on from a position, in each format', async () => {
    expect((await following('activity --follow --after 8 -o csv', 2)).out).toContain('share-updated,flights,analytics');
    expect(world.last('FollowActivity')).toMatchObject({ position: 8n });
    expect((await following('activity --follow --after 8', 1)).out).toMatch(/^9 {2}2001-02-03T04:05:06Z {2}usr_/);
    const { out } = await following('activity --follow --after 8 -o yaml', 20);
    expect(parse(out)).toMatchObject({ position: '9' });
  });

  it('is followed on where a stream broke, but not where it was refused', async () => {
    world.refuse('FollowActivity', refusal('peer_unavailable', 'sharing is stopping', { part: 'sharing' }));
    const before = world.asked.length;
    expect((await following('activity --follow -o json', 2)).code).toBe(130);
    expect(world.asked.slice(before).filter(({ method }) => method === 'FollowActivity').length).toBeGreaterThan(1);
    world.refuse(
      'FollowActivity',
      refusal('missing_role', 'reading activity needs read', { role: 'read', scope: 'x' }),
    );
    expect((await home.easement('activity --follow')).code).toBe(5);
  });

  it('refuses options that say nothing together', async () => {
    expect((await home.easement('activity --after 3')).code).toBe(2);
    expect((await home.easement('activity --follow --since 1d')).code).toBe(2);
    expect((await home.easement('activity --since soon')).code).toBe(2);
  });
});
