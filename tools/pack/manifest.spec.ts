import { importedPackages, packedManifest } from './manifest.ts';

describe('packedManifest', () => {
  const source = {
    name: '@easement/client',
    version: '0.1.0',
    license: 'Apache-2.0',
    private: true,
    exports: { '.': './src/index.ts' },
    imports: { '#platform': { node: './src/node-platform.ts', default: './src/web-platform.ts' } },
    bin: { easement: './src/main.ts' },
  };
  const versions = new Map([
    ['@connectrpc/connect', '2.2.0'],
    ['duckdb', '1.5.5-r.5'],
    ['loose', '^1.0.0'],
  ]);

  it('points at what is built', () => {
    expect(packedManifest(source, new Set(), versions)).toMatchObject({
      exports: { '.': './dist/index.js' },
      imports: { '#platform': { node: './dist/node-platform.js', default: './dist/web-platform.js' } },
      bin: { easement: './dist/main.js' },
    });
  });

  it('can be published, and says what it runs on', () => {
    const packed = packedManifest(source, new Set(), versions);
    expect(packed).not.toHaveProperty('private');
    expect(packed).toMatchObject({ type: 'module', engines: { node: '>=20' }, files: ['dist'] });
  });

  it('depends on what it imports, exactly', () => {
    const { dependencies } = packedManifest(source, new Set(['duckdb', '@connectrpc/connect']), versions);
    expect(dependencies).toEqual({ '@connectrpc/connect': '2.2.0', duckdb: '1.5.5-r.5' });
    expect(() => packedManifest(source, new Set(['unknown']), versions)).toThrow('unknown is imported');
    expect(() => packedManifest(source, new Set(['loose']), versions)).toThrow('no exact version');
  });
});

it('importedPackages finds what is imported, in whatever way', () => {
  const text = [
    "import { a } from 'commander';",
    "export * from '@connectrpc/connect/protocol';",
    "import type { B } from '@easement/contracts';",
    "import 'node:fs'; import './neighbour.js'; import { p } from '#platform';",
    "const lazy = await import('yaml');",
    "type T = import('picocolors').T;",
    "const text = \"import 'not-this'\"; // from 'nor-this'",
  ].join('\n');
  expect(importedPackages(text)).toEqual([
    'commander',
    '@connectrpc/connect',
    '@easement/contracts',
    'yaml',
    'picocolors',
  ]);
});
