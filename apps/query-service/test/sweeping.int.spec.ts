import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@easement/domain';
import { sweepFiles } from '../src/files/sweep-files.ts';
import { type QueryHouse, startQuery } from './query.ts';
import { aTable, type Scene, setScene } from './scene.ts';

const minute = 60_000;

describe('the sweeper of files', () => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery({ statementWorkers: 1 });
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const sweep = (inMinutes = 0, signal = new AbortController().signal) =>
    sweepFiles({
      dataFolder: house.dataFolder,
      dial: house.dial,
      now: () => Date.now() + inMinutes * minute,
      signal,
    });

  /** Puts a file there that is so old, and answers its path below the data folder. */
  const put = async (path: string, ageMinutes: number): Promise<string> => {
    const absolute = join(house.dataFolder, path);
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, 'content');
    const time = new Date(Date.now() - ageMinutes * minute);
    await utimes(absolute, time, time);
    return path;
  };
  const stray = (age: number) => put(`${house.organization}/${newId('table')}/${newId('file')}.parquet`, age);

  it('removes what no version lists, an hour and a margin after it was written', async () => {
    const [old, young] = [await stray(90), await stray(65)];
    expect(await sweep()).toBe(1);
    expect(await house.dataFiles()).not.toContain(old);
    expect(await house.dataFiles()).toContain(young);
    expect(await sweep(30)).toBe(1);
    expect(await house.dataFiles()).not.toContain(young);
  });

  it('never removes what a version lists, however old', async () => {
    const there = await aTable(house, scene);
    const before = await house.dataFiles();
    expect(before).toEqual(
      expect.arrayContaining(house.tables.table(scene.flights, there.name).files.map(({ path }) => path)),
    );
    expect(await sweep(100_000)).toBe(0);
    expect(await house.dataFiles()).toEqual(before);
  });

  it('keeps what was listed lately, for who still reads it', async () => {
    const there = await aTable(house, scene);
    const [file] = house.tables.table(scene.flights, there.name).files;
    await house.as(scene.owner).load({ tableId: there.id, mode: 2 }, 'iata,city,state\n');
    expect(await sweep(100_000)).toBe(0);
    expect(await house.dataFiles()).toContain(file?.path);
  });

  it('asks for many files a thousand at a time', async () => {
    const table = newId('table');
    const paths = Array.from({ length: 1001 }, () => `${house.organization}/${table}/${newId('file')}.parquet`);
    for (const path of paths) await put(path, 120);
    const asked = house.tables.asked('listFiles');
    expect(await sweep()).toBe(1001);
    expect(house.tables.asked('listFiles') - asked).toBe(2);
    expect(await readdir(join(house.dataFolder, house.organization, table))).toEqual([]);
  });

  it('leaves alone whatever is not named like a data file', async () => {
    const organization = newId('organization');
    const table = newId('table');
    const others = [
      `${organization}/${table}/notes.txt`,
      `${organization}/${table}/${newId('file')}.parquet.part`,
      `${organization}/${table}/folder/${newId('file')}.parquet`,
      `${organization}/other/${newId('file')}.parquet`,
      `lost/${table}/${newId('file')}.parquet`,
      '.uploads/upload',
    ];
    for (const path of others) await put(path, 10_000);
    expect(await sweep()).toBe(0);
    expect([...(await house.dataFiles()), ...(await house.leftovers())]).toEqual(expect.arrayContaining(others));
  });

  it('removes nothing while the catalog does not answer', async () => {
    const path = await stray(90);
    const stop = house.tables.stepInto('listFiles', 'before', () => {
      throw new Error('down');
    });
    await expect(sweep()).rejects.toThrow('catalog failed');
    stop();
    expect(await house.dataFiles()).toContain(path);
  });

  it('stops where it is told to', async () => {
    await stray(90);
    await expect(sweep(0, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
  });
});
