import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFile } from './take-file.ts';

describe('takeFile', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-take-'));
    await writeFile(at('secret'), 'secret');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('copies what a file holds at the time, for nobody else', async () => {
    await writeFile(at('written'), 'rows');
    await takeFile(at('written'), at('copy'));
    await writeFile(at('written'), 'others');
    expect(await readFile(at('copy'), 'utf8')).toBe('rows');
    expect((await stat(at('copy'))).mode & 0o777).toBe(0o600);
  });

  it('follows no link, and takes nothing but a file', async () => {
    await symlink(at('secret'), at('link'));
    await mkdir(at('folder'));
    await expect(takeFile(at('link'), at('copy'))).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(takeFile(at('folder'), at('copy'))).rejects.toThrow('something else than a file');
    await expect(takeFile(at('nothing'), at('copy'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(at('copy'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('writes over nothing', async () => {
    await writeFile(at('written'), 'rows');
    await expect(takeFile(at('written'), at('secret'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(at('secret'), 'utf8')).toBe('secret');
  });
});
