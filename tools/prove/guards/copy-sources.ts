import { cp, mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

export type Copy = AsyncDisposable & { readonly folder: string };

const left = new Set(['node_modules', '.git', 'dist', 'coverage', '.nx', '.easement']);
const own = '@easement';

/**
 * The sources as they are in `root`, in a folder that ends with the run: there a guard may be taken away, and no source
 * of the product holds a switch for it. Packages are those of `root`, but our own, which lead into the copy.
 */
export async function copySources(root: string): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'easement-guards-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await cp(root, folder, {
      recursive: true,
      filter: (source) => resolve(source) === resolve(root) || !left.has(basename(source)),
    });
    await linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: dispose };
}

async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(join(to, own), { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== own) await symlink(resolve(from, name), join(to, name));
  }
  for (const name of await readdir(join(from, own))) {
    await symlink(await readlink(join(from, own, name)), join(to, own, name));
  }
}
