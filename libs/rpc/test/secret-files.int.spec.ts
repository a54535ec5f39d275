import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrCreateSecrets, loadOrCreateText } from '../src/index.ts';

describe('the keys that a service keeps for itself', () => {
  let folder: string;
  const inside = (name: string) => join(folder, 'keys', name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made at the first start, for the owner alone to read, and stay', async () => {
    const [made, ...others] = await loadOrCreateSecrets(inside('pages.secret'));
    expect([made?.length, others]).toEqual([32, []]);
    expect((await stat(inside('pages.secret'))).mode & 0o777).toBe(0o600);
    expect(await loadOrCreateSecrets(inside('pages.secret'))).toEqual([made]);
  });

  it('are the same for processes that start at once', async () => {
    const starts = Array.from({ length: 16 }, () => loadOrCreateSecrets(inside('pages.secret')));
    const keys = (await Promise.all(starts)).flat().map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(keys).size).toBe(1);
  });

  it('are rotated by a line before the others', async () => {
    const [old] = await loadOrCreateSecrets(inside('pages.secret'));
    const next = Buffer.alloc(32, 7);
    const text = await readFile(inside('pages.secret'), 'utf8');
    await writeFile(inside('pages.secret'), `${next.toString('base64url')}\n${text}`);
    expect(await loadOrCreateSecrets(inside('pages.secret'))).toEqual([next, old]);
  });

  it.each([
    ['holds nothing', '\n'],
    ['holds a short key', 'c2hvcnQ\n'],
    ['holds a short key beside a good one', `${'A'.repeat(43)}\nc2hvcnQ\n`],
  ])('are refused where the file %s', async (_, text) => {
    await loadOrCreateText(inside('pages.secret'), () => text);
    await expect(loadOrCreateSecrets(inside('pages.secret'))).rejects.toThrow(/32 bytes/);
  });

  it('say whether they were made just now', async () => {
    const file = inside('operator.token');
    expect(await loadOrCreateText(file, () => 'one')).toEqual({ text: 'one', isNew: true });
    expect(await loadOrCreateText(file, () => 'another')).toEqual({ text: 'one', isNew: false });
  });
});
