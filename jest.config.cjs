const { existsSync, readdirSync } = require('node:fs');

// CommonJS, since jest cannot yet run ES modules as fast or mock-free as this; the sources themselves are ES modules.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      swcrc: false,
      sourceMaps: 'inline',
      jsc: { parser: { syntax: 'typescript' }, target: 'es2024', keepClassNames: true },
      module: { type: 'commonjs' },
    },
  ],
};

const common = { rootDir: __dirname, transform, testEnvironment: 'node' };

/** Pure and quick: the specs beside the code, one jest project for each lib and app. */
function unit(folder) {
  const roots = [`<rootDir>/${folder}/src`];
  return { ...common, displayName: folder.split('/').at(-1), roots, testMatch: ['**/*.spec.ts'] };
}

const folders = ['libs', 'apps'].flatMap((parent) =>
  readdirSync(`${__dirname}/${parent}`).map((name) => `${parent}/${name}`),
);

module.exports = {
  testTimeout: 30_000,
  testSequencer: './tools/slowest-first.cjs',
  // What a spec file loads stays in the memory of the process that ran it: a worker that holds so much makes way for a new one.
  workerIdleMemoryLimit: '1GB',
  projects: [
    ...folders.filter((folder) => existsSync(`${__dirname}/${folder}/src`)).map(unit),
    { ...common, displayName: 'tools', roots: ['<rootDir>/tools'], testMatch: ['**/*.spec.ts'] },
    {
      ...common,
      displayName: 'int',
      roots: ['<rootDir>/libs', '<rootDir>/apps'],
      testMatch: ['**/test/**/*.int.spec.ts'],
    },
    { ...common, displayName: 'e2e', roots: ['<rootDir>/apps/e2e'], testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
