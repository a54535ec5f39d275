import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/index.ts';

it('the files of an embedded database are for the user alone whose process makes them', async () => {
  const root = await mkdtemp(join(tmpdir(), 'easement-files-'));
  const folder = join(root, 'not', 'there', 'yet');
  try {
    await using _db = await openDatabase({ url: `sqlite:${join(folder, 'it.db')}`, tables: [], migrations: [] });
    const names = await readdir(folder);
    expect(names).toContain('it.db');
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
  } finally {
    await rm(root, { recursive: true });
  }
});
