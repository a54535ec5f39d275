import { createWriteStream, constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * Copies a file that another user has written, so that the copy is nobody's but the service's: who still has the first one
 * open cannot change it. What has put something else than a plain file there is a fault.
 */
export async function takeFile(written: string, copy: string): Promise<void> {
  await using file = await open(written, constants.O_RDONLY | constants.O_NOFOLLOW);
  if (!(await file.stat()).isFile()) throw new Error('a worker has written something else than a file');
  await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(copy, { flags: 'wx', mode: 0o600 }));
}
