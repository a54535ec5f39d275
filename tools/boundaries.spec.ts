import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { sourceBoundaries, specBoundaries } from './boundaries.mjs';

type Manifest = { readonly nx: { readonly tags: readonly string[] } };

/** Lints each text as if it were the named file, under the project's own configuration, and says which were reported. */
const lintTexts = `
  import { ESLint } from 'eslint';
  const only = (rule) => ({ ruleId }) => ruleId === rule;
  const eslint = new ESLint({
    ruleFilter: only('@nx/enforce-module-boundaries'),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const reported = [];
  for (const [filePath, code] of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(code, { filePath });
    reported.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
  }
  console.log(JSON.stringify(reported));
`;

const cases: readonly (readonly [file: string, imported: string, allowed: boolean])[] = [
  ['libs/rpc/src/probe.ts', '@easement/domain', true],
  ['libs/rpc/src/probe.ts', 'typeorm', false],
  ['libs/rpc/src/probe.ts', '@easement/persistence', false],
  ['libs/domain/src/probe.ts', '@easement/rpc', false],
  ['libs/domain/src/probe.ts', 'pino', false],
  ['libs/domain/src/probe.spec.ts', 'fast-check', true],
  ['libs/persistence/src/probe.ts', '@grpc/grpc-js', false],
  ['libs/sql/src/probe.ts', 'chevrotain', true],
  ['libs/sql/src/probe.ts', '@easement/domain', true],
  ['libs/sql/src/probe.ts', '@duckdb/node-api', false],
  ['libs/sql/src/probe.ts', '@easement/contracts', false],
  ['libs/client/src/probe.ts', '@easement/domain', false],
  ['libs/client/src/probe.ts', '@connectrpc/connect-node', true],
  ['libs/client/src/probe.ts', '@bufbuild/protobuf/wkt', true],
  ['libs/client/src/probe.ts', '@bufbuild/protovalidate', false],
  ['apps/sharing-service/src/probe.ts', '@easement/persistence', true],
  ['apps/sharing-service/src/probe.ts', '@easement/catalog-service', false],
  ['apps/sharing-service/src/probe.ts', '../../catalog-service/src/index.ts', false],
  ['apps/sharing-service/src/probe.ts', '@easement/testing', false],
  ['apps/sharing-service/test/probe.int.spec.ts', '@easement/testing', true],
  ['libs/rpc/src/probe.spec.ts', '@easement/testing', false],
  ['apps/sharing-service/src/probe.ts', '@easement/sql', false],
  ['apps/query-service/src/probe.ts', '@easement/sql', true],
  ['apps/gateway/src/probe.ts', '@easement/persistence', false],
  ['apps/gateway/src/probe.ts', '@easement/sql', false],
  ['apps/cli/src/probe.ts', '@easement/client', true],
  ['apps/cli/src/probe.ts', '@easement/rpc', false],
  ['apps/cli/src/probe.ts', '@easement/sql', true],
  ['apps/standalone/src/probe.ts', '@easement/catalog-service', true],
];

describe('the boundary rule', () => {
  let reported: readonly (readonly string[])[] = [];

  beforeAll(async () => {
    const texts = JSON.stringify(cases.map(([file, imported]) => [file, `import '${imported}';\n`]));
    const { stdout } = await promisify(execFile)('node', ['--input-type=module', '--eval', lintTexts, texts]);
    reported = JSON.parse(stdout) as string[][];
  });

  it.each(cases.map((each, at) => [...each, at] as const))(
    'of %s: importing %s is allowed: %s',
    (_, __, allowed, at) => {
      expect(reported[at]).toEqual(allowed ? [] : ['@nx/enforce-module-boundaries']);
    },
  );

  const tags = globSync(['package.json', 'libs/*/package.json', 'apps/*/package.json']).flatMap(
    (path) => (JSON.parse(readFileSync(path, 'utf8')) as Manifest).nx.tags,
  );

  it.each([...new Set(tags)])('lists %s', (tag) => {
    expect(sourceBoundaries.filter(({ sourceTag }) => sourceTag === tag)).toHaveLength(1);
    expect(specBoundaries.filter(({ sourceTag }) => sourceTag === tag)).toHaveLength(1);
  });

  it('has no line for every tag', () => {
    expect(sourceBoundaries.filter(({ sourceTag }) => sourceTag.includes('*'))).toEqual([]);
  });
});
