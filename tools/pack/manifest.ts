import ts from 'typescript';

/** A package.json, as far as packing looks at it. */
export type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description?: string;
  readonly exports?: Json;
  readonly imports?: Json;
  readonly bin?: Json;
  readonly dependencies?: Readonly<Record<string, string>>;
};

type Json = string | { readonly [key: string]: Json };

/** The oldest Node that the specs of the packed packages run on. */
const engines = { node: '>=20' };

/**
 * The package.json of what others install: its entries are the built files, and it depends on exactly what those import,
 * in the versions that the project is built and tested with.
 */
export function packedManifest(source: Manifest, imported: ReadonlySet<string>, versions: ReadonlyMap<string, string>) {
  const { name, version, description, license, exports, imports, bin } = source;
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    license,
    type: 'module',
    ...(exports ? { exports: built(exports) } : {}),
    ...(imports ? { imports: built(imports) } : {}),
    ...(bin ? { bin: built(bin) } : {}),
    files: ['dist'],
    engines,
    dependencies: Object.fromEntries(
      [...imported].toSorted().map((dependency) => [dependency, exactly(dependency, versions)]),
    ),
  };
}

/** The packages that a built file imports, of its text; Node's own and its neighbours left out. */
export function importedPackages(text: string): string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter(isPackage)
    .map(packageOf);
}

function isPackage(specifier: string): boolean {
  return !/^(\.|\/|#|node:)/.test(specifier);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function exactly(dependency: string, versions: ReadonlyMap<string, string>): string {
  const version = versions.get(dependency);
  if (version !== undefined && /^\d+\.\d+\.\d+/.test(version)) return version;
  throw new Error(`${dependency} is imported, but the root package.json has no exact version of it`);
}

/** `./src/index.ts` becomes `./dist/index.js`, however deep. */
function built(entry: Json): Json {
  if (typeof entry === 'string') return entry.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1.js');
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, built(value)]));
}
