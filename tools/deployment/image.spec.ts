import { readFileSync } from 'node:fs';
import { executionOf, readDockerfile } from './dockerfile.ts';
import { readDockerignore } from './dockerignore.ts';

const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const ignores = readDockerignore(readFileSync('.dockerignore', 'utf8'));

describe('readDockerignore', () => {
  const rules = readDockerignore('# a comment\n*\n!kept\nkept/not\n!kept/not/but\n**/*.log\n');

  it.each([
    ['other', true],
    ['other/file', true],
    ['kept', false],
    ['kept/deep/file', false],
    ['kept/not/file', true],
    ['kept/not/but/file', false],
    ['kept/deep/a.log', true],
    ['top.log', true],
  ])('of %s answers %s', (path, ignored) => {
    expect(rules(path)).toBe(ignored);
  });
});

describe('what the image is built from', () => {
  it.each([
    'package.json',
    'package-lock.json',
    '.npmrc',
    'apps/identity-service/src/main.ts',
    'apps/cli/src/main.ts',
    'apps/e2e/package.json',
    'apps/standalone/package.json',
    'libs/rpc/src/index.ts',
    'tools/rotate-keys.ts',
    'tools/back-up.ts',
    'tools/backup/copy-files.ts',
  ])('has %s', (path) => {
    expect(ignores(path)).toBe(false);
  });

  it.each([
    '.env',
    '.git/config',
    'node_modules/typeorm/index.js',
    'apps/gateway/node_modules/a/index.js',
    'data/identity.db',
    '.easement/operator.token',
    'apps/gateway/test/house.ts',
    'libs/domain/src/ids.spec.ts',
    'apps/e2e/test/processes.e2e.spec.ts',
    'apps/standalone/data/flights.csv',
    'tools/check/main.ts',
    'operator.token',
  ])('has not %s', (path) => {
    expect(ignores(path)).toBe(true);
  });
});

describe('the image', () => {
  const last = stages.at(-1);
  if (!last) throw new Error('the Dockerfile has no stage');
  const { entrypoint, user } = executionOf(last);

  it('is of the official image of Node 24, in every stage', () => {
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set(['${NODE_IMAGE}']));
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^ARG NODE_IMAGE=node:24-/m);
  });

  it('runs as a user without rights, and nothing but Node', () => {
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(entrypoint[0]).toBe('node');
  });

  it('installs nothing that the specs and tools need, and runs no script of a package', () => {
    const runs = stages.flatMap(({ instructions }) => instructions.filter(({ word }) => word === 'RUN'));
    const installs = runs.filter(({ text }) => /\bnpm\b/.test(text));
    expect(installs.map(({ text }) => text.split(' && ')[0])).toEqual(['npm ci --omit=dev --ignore-scripts']);
  });
});
