import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { Format, LoadHeaderSchema } from '@easement/contracts';
import { receive } from '../src/loads/upload.ts';

describe('an upload whose header tells the size of the file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-upload-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function* chunks() {
    yield Buffer.from('a,b\n');
    yield Buffer.from('1,2\n');
  }
  const receiveSized = (byteCount: bigint) =>
    receive(folder, create(LoadHeaderSchema, { format: Format.CSV, byteCount }), chunks(), 1_000);

  it.each([8n, 0n])('is taken if it has that size, or the header does not tell: %d', async (byteCount) => {
    await using upload = await receiveSized(byteCount);
    expect(upload.byteCount).toBe(8);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.each([12n, 4n])('is refused if it has another size, and leaves nothing: %d', async (byteCount) => {
    await expect(receiveSized(byteCount)).rejects.toMatchObject({
      reason: 'bad_file',
      facts: { bytes: '8', expected_bytes: String(byteCount) },
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
