import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts, writeAccounts } from '../src/accounts.ts';
import { openDataFolder } from '../src/data-folder.ts';

describe('the data folder', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'easement-folder-'));
    folder = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  it('is made for its owner alone, and kept', async () => {
    await (await openDataFolder(folder, false))[Symbol.asyncDispose]();
    await writeFile(join(folder, 'identity.db'), 'rows');
    await (await openDataFolder(folder, false))[Symbol.asyncDispose]();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, 'identity.db'), 'utf8')).toBe('rows');
  });

  it('is emptied on demand', async () => {
    await (await openDataFolder(folder, false))[Symbol.asyncDispose]();
    await mkdir(join(folder, 'rows'));
    await writeFile(join(folder, 'rows/file'), 'rows');
    await (await openDataFolder(folder, true))[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual(['easement.folder']);
  });

  it('is never one that holds what was not made here', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.txt'), 'years of work');
    await expect(openDataFolder(folder, true)).rejects.toThrow('holds what Easement has not made');
    expect(await readFile(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('takes one process at a time, and is taken over from one that is gone', async () => {
    const lock = await openDataFolder(folder, false);
    await writeFile(join(folder, 'easement.pid'), String(process.ppid));
    await expect(openDataFolder(folder, true)).rejects.toThrow(`process ${process.ppid} runs Easement in`);
    await writeFile(join(folder, 'easement.pid'), '999999999');
    await using again = await openDataFolder(folder, false);
    expect(again).toBeDefined();
    await lock[Symbol.asyncDispose]();
  });

  it('keeps the tokens of the sample, all or none, where only their owner reads them', async () => {
    await using _lock = await openDataFolder(folder, false);
    expect(await readAccounts(folder)).toBeUndefined();
    const tokens = { 'a@m.example': 'eas_a', 'b@m.example': 'eas_b' };
    await writeAccounts(folder, tokens);
    expect(await readAccounts(folder)).toEqual(tokens);
    expect((await stat(join(folder, 'tokens/a@m.example'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).not.toContain('tokens.draft');
  });
});
