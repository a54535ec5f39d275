import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createOnce, readIfThere } from './key-files.ts';

const secretBytes = 32;

/**
 * The keys that a service signs with for itself alone, as page tokens are: one a line in base64url, the newest first, in
 * a file (mode 0600) that is made at the first start and that all replicas share. Rotated by putting a line before the
 * others, which stay until nothing is around any more that was signed with them.
 */
export async function loadOrCreateSecrets(file: string): Promise<readonly Uint8Array[]> {
  const { text } = await loadOrCreateText(file, () => `${randomBytes(secretBytes).toString('base64url')}\n`);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64url'));
  if (keys.length === 0 || keys.some((key) => key.length < secretBytes)) {
    throw new Error(`${file} holds no key, or one of less than ${secretBytes} bytes; each line is a key in base64url`);
  }
  return keys;
}

/** The text of a file, made (mode 0600) unless it is there. Several processes may start at once: they read the same. */
export async function loadOrCreateText(
  file: string,
  make: () => string,
): Promise<{ readonly text: string; readonly isNew: boolean }> {
  const there = await readIfThere(file);
  if (there !== undefined) return { text: there, isNew: false };
  await mkdir(dirname(file), { recursive: true });
  const made = make();
  const text = await createOnce(file, made);
  return { text, isNew: text === made };
}
