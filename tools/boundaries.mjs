/**
 * What each kind of folder may import: docs of the house, "May import", as Nx reads it. Every tag has its line and there
 * is no `*` line, so that a folder with a tag nobody thought about may import nothing.
 *
 * @typedef {{ sourceTag: string, onlyDependOnLibsWithTags: string[], allowedExternalImports?: string[], bannedExternalImports?: string[] }} Boundary
 */

const transports = ['@connectrpc/*', '@grpc/*'];
const stores = ['typeorm', 'mysql2', 'better-sqlite3', '@duckdb/*'];
const protobuf = ['@bufbuild/protobuf', '@bufbuild/protobuf/*'];
const services = ['scope:identity', 'scope:catalog', 'scope:sharing', 'scope:query'];

/** @type {readonly Boundary[]} */
const byType = [
  // Fast-check is for the specs; eslint.config.mjs refuses every import of a package in the sources.
  limit('type:domain', [], { allowedExternalImports: ['fast-check'] }),
  limit('type:contracts', [], { allowedExternalImports: protobuf }),
  limit('type:sql', ['type:domain'], { allowedExternalImports: ['chevrotain', 'fast-check'] }),
  limit('type:rpc', ['type:domain', 'type:contracts'], { bannedExternalImports: stores }),
  limit('type:persistence', ['type:domain'], { bannedExternalImports: [...transports, '@duckdb/*'] }),
  limit('type:client', ['type:contracts'], { allowedExternalImports: [...protobuf, '@connectrpc/*', 'fast-check'] }),
  limit('type:testing', ['type:domain', 'type:contracts', 'type:rpc', 'type:persistence', 'type:client']),
  limit('type:service', ['type:domain', 'type:contracts', 'type:rpc', 'type:persistence', 'type:sql'], {
    bannedExternalImports: transports,
  }),
  limit('type:gateway', ['type:domain', 'type:contracts', 'type:rpc'], { bannedExternalImports: stores }),
  limit('type:cli', ['type:client', 'type:contracts', 'type:sql'], {
    bannedExternalImports: [...transports, ...stores],
  }),
  limit('type:standalone', [
    ...['type:domain', 'type:contracts', 'type:rpc', 'type:persistence', 'type:client'],
    ...['type:service', 'type:gateway'],
  ]),
  limit('type:e2e', [
    ...['type:domain', 'type:contracts', 'type:rpc', 'type:persistence', 'type:client', 'type:sql', 'type:testing'],
    ...['type:service', 'type:gateway', 'type:cli', 'type:standalone'],
  ]),
  limit('type:workspace', [
    ...['type:domain', 'type:contracts', 'type:rpc', 'type:persistence', 'type:client', 'type:sql', 'type:testing'],
    ...['type:service', 'type:gateway', 'type:cli', 'type:standalone', 'type:e2e'],
  ]),
];

/** @type {readonly Boundary[]} */
const byScope = [
  limit('scope:shared', ['scope:shared']),
  limit('scope:sql', ['scope:shared']),
  limit('scope:identity', ['scope:shared'], { bannedExternalImports: ['@duckdb/*'] }),
  limit('scope:catalog', ['scope:shared'], { bannedExternalImports: ['@duckdb/*'] }),
  limit('scope:sharing', ['scope:shared'], { bannedExternalImports: ['@duckdb/*'] }),
  limit('scope:query', ['scope:shared', 'scope:sql']),
  limit('scope:gateway', ['scope:shared']),
  limit('scope:cli', ['scope:shared', 'scope:sql']),
  limit('scope:standalone', ['scope:shared', ...services, 'scope:gateway']),
  limit('scope:e2e', ['scope:shared', 'scope:sql', ...services, 'scope:gateway', 'scope:cli', 'scope:standalone']),
  limit('scope:workspace', [
    'scope:shared',
    'scope:sql',
    ...services,
    'scope:gateway',
    'scope:cli',
    'scope:standalone',
    'scope:e2e',
  ]),
];

const apps = ['type:service', 'type:gateway', 'type:cli', 'type:standalone'];

/** What the sources may import. */
export const sourceBoundaries = [...byType, ...byScope];

/** What specs may import: the same, and in apps libs/testing too. */
export const specBoundaries = [...byType.map(withTesting), ...byScope];

/** @type {(boundary: Boundary) => Boundary} */
function withTesting(boundary) {
  if (!apps.includes(boundary.sourceTag)) return boundary;
  return { ...boundary, onlyDependOnLibsWithTags: [...boundary.onlyDependOnLibsWithTags, 'type:testing'] };
}

/** @type {(sourceTag: string, onlyDependOnLibsWithTags: string[], external?: Partial<Boundary>) => Boundary} */
function limit(sourceTag, onlyDependOnLibsWithTags, external = {}) {
  return { sourceTag, onlyDependOnLibsWithTags, ...external };
}
