import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveUpload } from '../../src/engine/files/receive-upload.ts';
import { storeFile } from '../../src/engine/files/store-file.ts';
import { openWorkFolder } from '../../src/engine/files/work-folder.ts';
import { startEngine } from '../../src/engine/engine.ts';
import { startPool } from '../../src/engine/worker/worker-pool.ts';
import { refusalOf, smallWorkers, within, workerEntry } from './engine-rig.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easement-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('an upload', () => {
  it('is kept until it is disposed of, with its size and hash', async () => {
    const upload = await receiveUpload(chunks('a,b\n', '1,2\n'), { folder, name: 'up', maxBytes: 100 });
    expect(await readFile(upload.path, 'utf8')).toBe('a,b\n1,2\n');
    expect([upload.byteCount, upload.sha256]).toEqual([8, createHash('sha256').update('a,b\n1,2\n').digest('hex')]);
    expect((await stat(upload.path)).mode & 0o777).toBe(0o600);
    await upload[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes on with a hash that covers more', async () => {
    const options = { folder, name: 'up', maxBytes: 100, hash: createHash('sha256').update('header') };
    await using upload = await receiveUpload(chunks('content'), options);
    expect(upload.sha256).toBe(createHash('sha256').update('headercontent').digest('hex'));
  });

  it('that is too large is refused with the limit and leaves nothing', async () => {
    const refusal = await refusalOf(receiveUpload(chunks('12345', '67890'), { folder, name: 'up', maxBytes: 9 }));
    expect([refusal.reason, refusal.facts]).toEqual(['message_too_large', { limit_bytes: '9' }]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that breaks off leaves nothing', async () => {
    const broken = async function* () {
      yield Buffer.from('a');
      throw new Error('the caller went away');
    };
    await expect(receiveUpload(broken(), { folder, name: 'up', maxBytes: 9 })).rejects.toThrow('went away');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a stored file', () => {
  it('appears whole, read-only, and is gone where it was made', async () => {
    const [staging, target] = [join(folder, 'made'), join(folder, 'deep', 'er', 'file')];
    await writeFile(staging, 'content');
    const stored = await storeFile(staging, target);
    expect(stored).toEqual({ byteCount: 7, sha256: createHash('sha256').update('content').digest('hex') });
    expect((await stat(target)).mode & 0o777).toBe(0o444);
    expect(await readdir(folder)).toEqual(['deep']);
  });
});

describe('a work folder', () => {
  it('is cleared of what is too old to be in use', async () => {
    const [old, young] = [join(folder, 'old'), join(folder, 'young')];
    await writeFile(old, '');
    await writeFile(young, '');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(old, anHourAgo, anHourAgo);
    await openWorkFolder(folder, 60_000);
    expect(await readdir(folder)).toEqual(['young']);
  });
});

describe('an engine', () => {
  it.each(['data', '/data/*', '/data/[x]', '/data/a?'])(
    'does not start on a data folder that is no plain path: %s',
    async (dataFolder) => {
      const workers = { workerEntry, statements: smallWorkers, loads: smallWorkers };
      const options = { ...workers, dataFolder, spillFolder: folder, expandedBytes: 1 };
      await expect(startEngine({ ...options, report: () => undefined })).rejects.toThrow('absolute path');
    },
  );

  it('leaves no process and no folder behind', async () => {
    const engine = await startEngine({
      dataFolder: join(folder, 'data'),
      spillFolder: join(folder, 'spill'),
      workerEntry,
      statements: smallWorkers,
      loads: smallWorkers,
      expandedBytes: 1,
      report: () => undefined,
    });
    const running = engine.parse('SELECT 1', within(5_000));
    await engine[Symbol.asyncDispose]();
    await expect(running).rejects.toThrow();
    expect(await readdir(join(folder, 'spill'))).toEqual([]);
    await expect(engine.preview({ columns: [], files: [] }, 1, within(300))).rejects.toThrow();
  });
});

describe('a pool', () => {
  it('whose workers cannot start goes on trying without spinning, and ends when asked to', async () => {
    const entry = join(folder, 'missing.ts');
    const reports: string[] = [];
    const report = (error: Error) => reports.push(error.message);
    await using pool = startPool({ ...smallWorkers, role: 'rows', entry, spillRoot: folder, report });
    const refusal = await refusalOf(pool.run('parse', { text: 'SELECT 1' }, within(500)).next());
    expect(refusal.reason).toBe('query_timeout');
    expect(pool.status()).toMatchObject({ ready: 0, busy: 0, waiting: 0 });
    expect(reports).toEqual(['a worker process ended by itself: code 1']);
  });

  it('gives up waiting when its caller does', async () => {
    const entry = join(folder, 'missing.ts');
    await using pool = startPool({ ...smallWorkers, role: 'rows', entry, spillRoot: folder, report: () => undefined });
    const aborted = AbortSignal.abort(new Error('too late'));
    await expect(pool.run('parse', { text: 'SELECT 1' }, within(5_000, aborted)).next()).rejects.toThrow('too late');
    const controller = new AbortController();
    const waiting = pool.run('parse', { text: 'SELECT 1' }, within(5_000, controller.signal)).next();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(waiting).rejects.toThrow('enough');
  });
});
