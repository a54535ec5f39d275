import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesReachedFrom } from './reach.ts';

const files = {
  'main.ts': `
    import './side-effect.ts';
    import { used, type Shape } from './lib/index.ts';
    import * as all from './whole.ts';
    import { desc } from './gen/share_pb.ts';
    import { join } from './node_modules/pkg/index.ts';`,
  'side-effect.ts': 'export {};',
  'whole.ts': `export { deeper } from './deeper.ts';`,
  'deeper.ts': `import { used } from './lib/used.ts'; export const deeper = used;`,
  'lib/index.ts': `export { used } from './used.ts'; export * from './shape.ts'; export * from './unused.ts';`,
  'lib/used.ts': 'export const used = 1;',
  'lib/shape.ts': 'export type Shape = 1;',
  'lib/unused.ts': 'export const unused = 1;',
  'gen/share_pb.ts': `import { used } from '../lib/unused.ts'; export const desc = 1;`,
  'node_modules/pkg/index.ts': 'export const join = 1;',
};

describe('filesReachedFrom', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'easement-reach-')));
  beforeAll(() => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  function reachedFrom(entry: string): string[] {
    const options = { module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true, types: [] };
    const program = ts.createProgram([join(root, entry)], options);
    const file = program.getSourceFile(join(root, entry));
    return (file ? filesReachedFrom(file, program) : []).map(({ fileName }) => relative(root, fileName)).toSorted();
  }

  it('follows a name through an index to the file that declares it, and leaves out generated code and packages', () => {
    expect(reachedFrom('main.ts')).toEqual([
      'deeper.ts',
      'lib/shape.ts',
      'lib/used.ts',
      'main.ts',
      'side-effect.ts',
      'whole.ts',
    ]);
  });

  it('follows what an index lists when the index itself is the entry', () => {
    expect(reachedFrom('lib/index.ts')).toEqual(['lib/index.ts', 'lib/shape.ts', 'lib/unused.ts', 'lib/used.ts']);
  });

  it('reaches itself alone where nothing is imported', () => {
    expect(reachedFrom('lib/used.ts')).toEqual(['lib/used.ts']);
  });
});
