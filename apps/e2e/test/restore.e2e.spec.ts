import { readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stores } from '@easement/persistence/testing';
import { documented } from '../src/restore/documented.ts';
import {
  allOf,
  type Known,
  type KnownWorld,
  linksOf,
  type Right,
  rightsOf,
  sharesOf,
} from '../src/restore/known-world.ts';
import { type LiveWorld, openLiveWorld } from '../src/restore/live-world.ts';
import type { RunningHouse } from '../src/restore/running-house.ts';
import { openSite, type Service, services, type Site } from '../src/restore/site.ts';
import { live, liveOn, people } from '../src/restore/two-moments.ts';

const [reconciling = ''] = documented('Reconciling after a restore');
const jsonOf = /[^\n]*admin reconcile --operator[^\n]*/.exec(reconciling)?.[0] ?? '';

describe.each(stores)('restoring on %s', (store) => {
  const where = store === 'sqlite' ? 'SQLite' : 'MySQL';
  const [backUp = ''] = documented(`Backing up on ${where}`);
  const [restoreAll = '', restoreOne = ''] = documented(`Restoring on ${where}`);
  let site: Site;
  let house: RunningHouse;
  let world: LiveWorld;
  let older: KnownWorld;
  let newer: KnownWorld;

  /** Backs up while everything runs, into a folder of its own. */
  const takeBackup = async (name: string): Promise<void> => {
    await site.shell(backUp);
    await rename(join(site.folder, 'backup'), join(site.folder, name));
  };
  /** Lets the page's commands find this backup where they look for it. */
  const withBackup = async (name: string, commands: string): Promise<void> => {
    await rm(join(site.folder, 'backup'), { force: true });
    await symlink(name, join(site.folder, 'backup'));
    await site.shell(commands);
  };
  const reconcile = (commands: string) => site.shell(commands, { EASEMENT_URL: house.url });

  beforeAll(async () => {
    site = await openSite(store);
    house = await site.start();
    world = await openLiveWorld(house, await site.operatorToken(), people);
    await live(world);
    older = world.known();
    await takeBackup('older');
    await liveOn(world);
    newer = world.known();
    await takeBackup('newer');
  }, 150_000);

  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  }, 60_000);

  const everyRight = (): Right[] =>
    people.flatMap((person) =>
      [...new Set([...older.projects.keys(), ...newer.projects.keys()])].flatMap((project) =>
        [...new Set([...older.buckets.keys(), ...newer.buckets.keys()])].map((bucket) => ({ person, project, bucket })),
      ),
    );
  /** Those that there ever were, or may be now: nobody else can have read anything. */
  const rightsSoFar = (known: Known): Right[] => {
    const all = [known, allOf(older), allOf(newer)].flatMap(rightsOf);
    return [...new Map(all.map((right) => [textOf(right), right])).values()];
  };
  const those = async (rights: readonly Right[], ask: (right: Right) => Promise<boolean>): Promise<string[]> => {
    const answers = await Promise.all(rights.map(async (right) => ((await ask(right)) ? [textOf(right)] : [])));
    return answers.flat().sort();
  };
  const textOf = ({ person, project, bucket }: Right) => `${person} in ${project} reads ${bucket}`;

  async function expectWorld(known: Known): Promise<void> {
    const expected = rightsOf(known).map(textOf).sort();
    expect(await those(everyRight(), world.mayRead)).toEqual(expected);
    expect(await those(rightsSoFar(known), world.reads)).toEqual(expected);
    const projects = [...new Set([...older.projects.keys(), ...newer.projects.keys()])];
    const links = new Map((await Promise.all(projects.map(world.listLinks))).flatMap((found) => [...found]));
    expect(links).toEqual(linksOf(known));
    const shares = new Set((await Promise.all(projects.map(world.listShares))).flatMap((found) => [...found]));
    expect(shares).toEqual(sharesOf(known));
  }

  it('of all services from one backup needs no reconciling', async () => {
    await house[Symbol.asyncDispose]();
    await withBackup('newer', restoreAll);
    house = await site.start();
    world.moveTo(house);
    const { stdout, stderr } = await reconcile(reconciling);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('Everything fits together.')]);
    await expectWorld(allOf(newer));
  }, 90_000);

  it.each([...services])(
    'of an older %s beside newer ones gives nobody what one of them did not',
    async (service) => {
      await house[Symbol.asyncDispose]();
      await withBackup('newer', restoreAll);
      await withBackup('older', restoreOne.replaceAll('sharing', service));
      house = await site.start();
      world.moveTo(house);
      const { stdout } = await reconcile(reconciling);
      const half = stdout.length / 2;
      expect(half).toBeGreaterThan(100);
      expect(stdout.slice(0, half)).toBe(stdout.slice(half));
      const known: Known = { ...allOf(newer), [service satisfies Service]: older };
      await expectWorld(known);
      await sleep(2_500);
      expect(JSON.parse((await reconcile(`${jsonOf} -o json`)).stdout)).toEqual([]);
      await expectWorld(known);
    },
    120_000,
  );

  it('of a catalog without its rows tells which are missing, and reading them is refused', async () => {
    const ben = { person: 'ben', project: 'analytics', bucket: 'kept' };
    const tableId = world.tableOf(ben.bucket);
    const paths = await readdir(site.rowsFolder, { recursive: true });
    const file = paths.find((path) => path.includes(tableId) && path.endsWith('.parquet')) ?? '';
    expect(await world.reads(ben)).toBe(true);
    await rename(join(site.rowsFolder, file), join(site.folder, 'lost'));
    const found = JSON.parse((await reconcile(`${jsonOf} -o json`)).stdout) as object[];
    expect(found).toMatchObject([{ action: 'left', because: 'file-missing', id: tableId, detail: file }]);
    expect([await world.mayRead(ben), await world.reads(ben)]).toEqual([true, false]);
    await rename(join(site.folder, 'lost'), join(site.rowsFolder, file));
    expect(JSON.parse((await reconcile(`${jsonOf} -o json`)).stdout)).toEqual([]);
    expect(await world.reads(ben)).toBe(true);
  }, 60_000);
});
