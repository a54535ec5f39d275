import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRows, createTables, insertRow, openDatabase } from '../src/index.ts';
import { copySqlite } from '../src/copy-sqlite.ts';
import { testWork } from '../src/testing/index.ts';
import { linkTable, organization_id } from './tables.ts';

describe('the copy of an embedded database', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-copy-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const open = (name: string) =>
    openDatabase({
      url: `sqlite:${join(folder, name)}`,
      tables: [linkTable],
      migrations: [createTables(1, [linkTable])],
    });
  const count = async (name: string): Promise<number> => {
    await using db = await open(name);
    return await db.read(testWork(), (tx) => countRows(tx, linkTable, { organization_id }));
  };

  it('has what was committed, while the original is written to, and nothing that came later', async () => {
    await using db = await open('original.db');
    const insert = (id: string) =>
      db.write(testWork(), (tx) => insertRow(tx, linkTable, { organization_id, id, share_id: 'shr_1' }));
    for (let number = 0; number < 50; number++) await insert(`before-${number}`);
    const [copying] = [copySqlite(join(folder, 'original.db'), join(folder, 'copy.db')), insert('meanwhile')];
    await copying;
    await insert('after');
    expect([50, 51]).toContain(await count('copy.db'));
    expect((await stat(join(folder, 'copy.db'))).mode & 0o777).toBe(0o600);
  });

  it('takes the place of the copy before, and leaves nothing else', async () => {
    await copySqlite(join(folder, 'original.db'), join(folder, 'copy.db'));
    expect(await count('copy.db')).toBe(52);
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('is not made of a file that is not there', async () => {
    await expect(copySqlite(join(folder, 'nothing.db'), join(folder, 'other.db'))).rejects.toThrow();
    expect(await readdir(folder)).not.toContain('other.db');
  });
});
