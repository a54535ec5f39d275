import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assertionHeader,
  assertionSigner,
  assertionVerifier,
  keysInFolder,
  loadOrCreateKeys,
  rotateKeys,
} from '../src/index.ts';
import { person } from './world.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easement-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Who a verifier with the folder's keys takes the caller for. */
async function believed(privateKey: string, publicKeys = keysInFolder(folder)): Promise<unknown> {
  const verify = assertionVerifier({
    audience: 'catalog',
    publicKeys,
    issuers: { gateway: { speaksForPeople: true } },
  });
  const token = await assertionSigner(privateKey, 'gateway').sign(person, 'catalog');
  return await verify((name) => (name === assertionHeader ? token : undefined), { method: 'x.Y/Z' });
}

const modeOf = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;

it('makes a key once, readable by its owner alone, and the public half readable by all', async () => {
  const key = await loadOrCreateKeys(folder, 'gateway');
  expect(await loadOrCreateKeys(folder, 'gateway')).toBe(key);
  expect(await modeOf('gateway.key')).toBe(0o600);
  expect(await modeOf('gateway.pub')).toBe(0o644);
  expect(await readFile(join(folder, 'gateway.pub'), 'utf8')).not.toContain('PRIVATE');
});

it('gives processes that start at once the same key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKeys(folder, 'gateway')));
  expect(new Set(keys).size).toBe(1);
  expect(await believed(keys[0] ?? '')).toEqual(person);
});

it('lets a service that started earlier believe one that came later', async () => {
  const publicKeys = keysInFolder(folder);
  expect(await publicKeys('gateway', 'none')).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await believed(await loadOrCreateKeys(folder, 'gateway'), publicKeys)).toEqual(person);
});

it('believes the old key and the new one after a rotation, and a stranger never', async () => {
  const old = await loadOrCreateKeys(folder, 'gateway');
  await rotateKeys(folder, 'gateway');
  const renewed = await loadOrCreateKeys(folder, 'gateway');
  expect(renewed).not.toBe(old);
  expect(await modeOf('gateway.key')).toBe(0o600);
  expect(await Promise.all([believed(old), believed(renewed)])).toEqual([person, person]);
  const stranger = await loadOrCreateKeys(join(folder, 'elsewhere'), 'gateway');
  await expect(believed(stranger)).rejects.toMatchObject({ reason: 'bad_token' });
});
