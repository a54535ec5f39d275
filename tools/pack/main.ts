import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importedPackages, type Manifest, packedManifest } from './manifest.ts';

/** What others install, each after what it depends on. */
const folders = ['libs/contracts', 'libs/client', 'libs/domain', 'libs/sql', 'apps/cli'];

/**
 * `node tools/pack/main.ts [folder]`: builds JavaScript and declarations of the packages that others install, since Node
 * runs no TypeScript under node_modules, and packs each into the folder, dist/ unless told otherwise. Prints the files.
 */
function pack(target: string): void {
  for (const left of ['build', 'packages']) rmSync(join(target, left), { recursive: true, force: true });
  for (const left of globSync('easement-*.tgz', { cwd: target })) rmSync(join(target, left));
  const outDir = resolve(target, 'build');
  const tsc = ['node_modules/typescript7/bin/tsc', '-p', 'tools/pack/tsconfig.json', '--outDir', outDir];
  execFileSync(process.execPath, tsc, { stdio: ['ignore', 2, 2] });
  const manifests = folders.map((folder) => readManifest(join(folder, 'package.json')));
  const versions = new Map([
    ...Object.entries(readManifest('package.json').dependencies ?? {}),
    ...manifests.map(({ name, version }) => [name, version] as const),
  ]);
  folders.forEach((folder, index) => {
    const manifest = manifests[index];
    if (manifest) console.log(packOne(target, folder, manifest, versions));
  });
}

function packOne(target: string, folder: string, manifest: Manifest, versions: ReadonlyMap<string, string>): string {
  const stage = join(target, 'packages', folder);
  mkdirSync(stage, { recursive: true });
  cpSync(join(target, 'build', folder, 'src'), join(stage, 'dist'), { recursive: true });
  const files = globSync('dist/**/*.{js,d.ts}', { cwd: stage });
  const imported = new Set(files.flatMap((file) => importedPackages(readFileSync(join(stage, file), 'utf8'))));
  const packed = packedManifest(manifest, imported, versions);
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
  copyFileSync('LICENSE', join(stage, 'LICENSE'));
  if (existsSync(join(folder, 'README.md'))) copyFileSync(join(folder, 'README.md'), join(stage, 'README.md'));
  const npmPack = ['pack', '--silent', '--pack-destination', resolve(target)];
  const tarball = execFileSync('npm', npmPack, { cwd: stage, encoding: 'utf8' });
  // npm takes a relative path without a dot in front for a repository.
  return resolve(target, tarball.trim());
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

pack(process.argv[2] ?? 'dist');
