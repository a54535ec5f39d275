import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName } from '@easement/domain';
import { type KeySource, newKeyPair, readPrivateKey, readPublicKeys } from './keys.ts';

/** How often a folder is looked at again for a key that is not known yet. */
const rereadMs = 1_000;

/**
 * The private key of `service` in `folder`, made at the first start: `<service>.key` for itself (mode 0600) and
 * `<service>.pub` for the others. Several processes of a service may start at once: they end with the same key.
 */
export async function loadOrCreateKeys(folder: string, service: ServiceName): Promise<string> {
  const file = join(folder, `${service}.key`);
  await mkdir(folder, { recursive: true });
  const privateKey = (await readIfThere(file)) ?? (await createOnce(file, newKeyPair().privateKey));
  await publish(folder, service, privateKey);
  return privateKey;
}

/**
 * Gives `service` a new private key and leaves the old public one beside the new, so that what is signed with either is
 * believed until the next rotation. The service signs with the new one from its next start.
 */
export async function rotateKeys(folder: string, service: ServiceName): Promise<void> {
  const { privateKey, publicKey } = newKeyPair();
  const old = await loadOrCreateKeys(folder, service);
  await replace(join(folder, `${service}.pub`), `${publicKey}${publicOf(old)}`, 0o644);
  await replace(join(folder, `${service}.key`), privateKey, 0o600);
}

/** Public keys from the folder in which the services of an installation leave them, looked at again for unknown ones. */
export function keysInFolder(folder: string, now: () => number = Date.now): KeySource {
  const read = new Map<ServiceName, { readonly keys: ReadonlyMap<string, KeyObject>; readonly time: number }>();
  return async (issuer, kid) => {
    const known = read.get(issuer);
    const key = known?.keys.get(kid);
    if (key || (known && now() - known.time < rereadMs)) return key;
    const keys = readPublicKeys((await readIfThere(join(folder, `${issuer}.pub`))) ?? '');
    read.set(issuer, { keys, time: now() });
    return keys.get(kid);
  };
}

async function publish(folder: string, service: ServiceName, privateKey: string): Promise<void> {
  const file = join(folder, `${service}.pub`);
  const publicKey = publicOf(privateKey);
  const there = (await readIfThere(file)) ?? '';
  if (!there.includes(publicKey.trim())) await replace(file, `${publicKey}${there}`, 0o644);
}

function publicOf(privateKey: string): string {
  return createPublicKey(readPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' }).toString();
}

/** The text of a file; undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes the file (mode 0600) unless another process was first, and answers what is there: whole in either case. */
export async function createOnce(file: string, text: string): Promise<string> {
  const draft = await writeDraft(file, text, 0o600);
  try {
    await link(draft, file);
    return text;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return await readFile(file, 'utf8');
    throw error;
  } finally {
    await rm(draft);
  }
}

async function replace(file: string, text: string, mode: number): Promise<void> {
  await rename(await writeDraft(file, text, mode), file);
}

async function writeDraft(file: string, text: string, mode: number): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode, flag: 'wx' });
  await chmod(draft, mode);
  return draft;
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
