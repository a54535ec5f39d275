import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDatabase } from '@easement/persistence';
import { backUpFolder } from './back-up-folder.ts';
import { copyRows } from './copy-files.ts';

describe('backing a folder up', () => {
  let folder: string;
  let copy: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-backup-'));
    copy = join(folder, 'copy');
    folder = join(folder, 'data');
    await put('rows/org_1/tbl_1/fil_1.parquet', 'rows');
  });
  afterEach(() => rm(dirname(folder), { recursive: true, force: true }));

  async function put(path: string, text: string, mode = 0o600): Promise<void> {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, mode);
  }
  const filesOf = async (where: string): Promise<string[]> => {
    const entries = await readdir(where, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(where.length + 1))
      .sort();
  };
  const aDatabase = () => openDatabase({ url: `sqlite:${join(folder, 'catalog.db')}`, tables: [], migrations: [] });

  it('takes databases, rows and keys, and nothing of a running process', async () => {
    await using _open = await aDatabase();
    await put('keys/operator.token', 'secret');
    await put('spill/1.tmp', 'x');
    await put('rows/staging/half.parquet', 'x');
    await put('easement.pid', '1');
    await put('easement.folder', '');
    expect((await backUpFolder(folder, copy))[1]).toBe('1 new file of rows');
    expect(await filesOf(copy)).toEqual([
      'catalog.db',
      'easement.folder',
      'keys/operator.token',
      'rows/org_1/tbl_1/fil_1.parquet',
    ]);
    expect((await stat(join(copy, 'keys/operator.token'))).mode & 0o777).toBe(0o600);
  });

  it('says where it took so long that rows may lack', async () => {
    await using _open = await aDatabase();
    let time = 0;
    const slow = () => (time += 51 * 60_000);
    await expect(backUpFolder(folder, copy, slow)).rejects.toThrow('run it again');
  });

  it('refuses a folder that has no database', async () => {
    await expect(backUpFolder(folder, copy)).rejects.toThrow('no embedded database');
  });

  it('copies rows once, and those that were cut short again', async () => {
    const [rows, target] = [join(folder, 'rows'), join(copy, 'rows')];
    expect(await copyRows(rows, target)).toEqual({ files: 1, bytes: 4 });
    expect(await copyRows(rows, target)).toEqual({ files: 0, bytes: 0 });
    await put('rows/org_1/tbl_1/fil_2.parquet', 'more rows', 0o444);
    await writeFile(join(target, 'org_1/tbl_1/fil_1.parquet'), 'ro');
    expect(await copyRows(`${rows}/`, target)).toEqual({ files: 2, bytes: 13 });
    expect(await readFile(join(target, 'org_1/tbl_1/fil_1.parquet'), 'utf8')).toBe('rows');
    expect((await stat(join(target, 'org_1/tbl_1/fil_2.parquet'))).mode & 0o777).toBe(0o444);
  });
});
