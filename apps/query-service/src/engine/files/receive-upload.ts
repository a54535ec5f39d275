import { createHash, type Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@easement/domain';
import { expandedPath } from '../rows/csv-source.ts';

/** A file that was sent to us; it is deleted when disposed of. */
export type Upload = AsyncDisposable & {
  readonly path: string;
  readonly byteCount: number;
  /** In hex, over what `hash` had been fed before and the content. */
  readonly sha256: string;
};

export type UploadOptions = {
  readonly folder: string;
  /** Unique in the folder. */
  readonly name: string;
  readonly maxBytes: number;
  /** To go on with where the hash covers more than the content. */
  readonly hash?: Hash;
};

/** Writes what arrives to a file, as fast as the disk takes it. Refuses `message_too_large`, and leaves nothing then. */
export async function receiveUpload(chunks: AsyncIterable<Uint8Array>, options: UploadOptions): Promise<Upload> {
  const path = join(options.folder, options.name);
  const discard = async () => {
    await rm(path, { force: true });
    await rm(expandedPath(path), { force: true });
  };
  try {
    const hash = options.hash ?? createHash('sha256');
    const byteCount = await write(chunks, path, hash, options.maxBytes);
    return { path, byteCount, sha256: hash.digest('hex'), [Symbol.asyncDispose]: discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function write(chunks: AsyncIterable<Uint8Array>, path: string, hash: Hash, maxBytes: number): Promise<number> {
  await using file = await open(path, 'wx', 0o600);
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw tooLarge(maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return byteCount;
}

function tooLarge(maxBytes: number): Refusal {
  const message = `the file has more than the ${maxBytes} bytes that one load may have; load it in parts`;
  return new Refusal('message_too_large', message, { limit_bytes: String(maxBytes) });
}
