import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Gives a finished file its place for ever: read-only, on the disk, under its name, in this order, so that whoever
 * finds the name finds all of it. Answers what a version records of it.
 */
export async function storeFile(staging: string, target: string): Promise<{ byteCount: number; sha256: string }> {
  const sha256 = await hashFile(staging);
  const { size } = await stat(staging);
  await chmod(staging, 0o444);
  await sync(staging);
  await mkdir(dirname(target), { recursive: true });
  await rename(staging, target);
  await sync(dirname(target));
  return { byteCount: size, sha256 };
}

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}
