import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import { sourceBoundaries, specBoundaries } from './tools/boundaries.mjs';

// Without a project graph the boundary rule is skipped in silence, so a bare eslint makes one first. Nx has made its own.
if (!process.env.NX_TASK_TARGET_PROJECT) await createProjectGraphAsync({ exitOnError: true });

const specs = ['**/*.spec.ts', '**/test/**/*.ts', 'libs/testing/**/*.ts', 'apps/e2e/**/*.ts'];
const entries = ['apps/*/src/main.ts', 'tools/**'];

function boundaries(depConstraints) {
  return { '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, depConstraints }] };
}

const styleRules = [
  ['ExportDefaultDeclaration', 'Export by name.'],
  ['Decorator', 'No decorators: build the object in plain sight.'],
  [
    ':matches(ClassDeclaration, ClassExpression):not([superClass.name=/(Error|Parser)$/]):not([id.name=/^(ReadTx|WriteTx|Database)$/]):not([implements.0.expression.name="MigrationInterface"])',
    'No classes except errors, grammars, ReadTx, WriteTx and Database: write functions.',
  ],
].map(([selector, message]) => ({ selector, message }));

const importMeta = {
  selector: 'MetaProperty[meta.name="import"]',
  message: 'Specs run as CommonJS, which has no import.meta: take the path as an argument, from main.ts.',
};

export default defineConfig(
  { ignores: ['**/gen/**', '**/node_modules/**', '**/dist/**', '.nx/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      ...boundaries(sourceBoundaries),
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read configuration in main.ts only.' },
      ],
      'no-restricted-syntax': ['error', ...styleRules, importMeta],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': ['error', { fixMixedExportsWithInlineTypeSpecifier: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { allowDefaultCaseForExhaustiveSwitch: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // Text is counted and cut in code points, as the rules on names say.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It takes what a callback changes for a constant.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // TypeORM names the types of its options as classes, and means literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // google.rpc.Code and grpc-js's status are two enums of the same numbers.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // A handler is async so that what it throws is a rejection, awaiting or not.
      '@typescript-eslint/require-await': 'off',
      // parseId<ShareId>(text) names its brand once, on purpose.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The domain is pure and imports nothing, not even node:*.' }] },
      ],
    },
  },
  {
    files: entries,
    rules: {
      'no-console': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...styleRules],
    },
  },
  { files: ['apps/cli/src/**/*.ts', 'apps/standalone/src/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: specs,
    rules: {
      ...boundaries(specBoundaries),
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // expect.any() and its kin are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'prefer-const': 'error' } },
);
