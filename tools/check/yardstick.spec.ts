import { findProblems } from './problems.ts';
import type { SourceFile } from './source-files.ts';
import type { Tree } from './tree.ts';
import { measure } from './yardstick.ts';

function aFile(kind: SourceFile['kind'], lines: number): SourceFile {
  return { path: `libs/probe/src/${kind}.ts`, kind, text: '', lines };
}

const good: Tree = {
  sources: [aFile('source', 50)],
  specs: [aFile('spec', 40)],
  protos: [aFile('proto', 90)],
  functions: [{ path: 'libs/probe/src/source.ts', name: 'short', line: 1, lines: 8 }],
  forbidden: [],
  reach: { entry: 'apps/probe/src/create-share.ts', files: 25, lines: 1200 },
};

function missedIn(tree: Partial<Tree>): string[] {
  return measure({ ...good, ...tree }).flatMap(({ isMet, measure: name, now }) => (isMet ? [] : [`${name}: ${now}`]));
}

describe('measure', () => {
  it('is met by a tree at its limits', () => {
    expect(missedIn({})).toEqual([]);
  });

  it.each<[string, Partial<Tree>, string]>([
    [
      'files',
      { sources: [aFile('source', 61)], specs: [aFile('spec', 61)] },
      'lines per source file, median / p90 / max: 61 / 61 / 61',
    ],
    [
      'functions',
      { functions: [{ path: '', name: '', line: 1, lines: 81 }] },
      'lines per function, median / p90 / max: 81 / 81 / 81',
    ],
    [
      'reach',
      { reach: { entry: 'a.ts', files: 26, lines: 100 } },
      'files / lines that one write call reaches (a.ts): 26 / 100',
    ],
    ['the write call', { reach: undefined }, 'files / lines that one write call reaches: not written yet'],
    ['any', { forbidden: [{ what: 'any', line: 1, path: '' }] }, 'any outside specs: 1'],
    ['decorators', { forbidden: [{ what: 'decorator', line: 1, path: '' }] }, 'decorators: 1'],
    ['tests', { specs: [aFile('spec', 39)] }, 'test lines per source line: 0.78'],
    ['proto files', { protos: [aFile('proto', 251)] }, 'lines per proto file, median / p90 / max: 251 / 251 / 251'],
  ])('misses by %s', (_, tree, row) => {
    expect(missedIn(tree)).toEqual([row]);
  });
});

describe('findProblems', () => {
  it('finds none in a tree at its limits', () => {
    const functions = [{ path: 'a.ts', name: 'f', line: 1, lines: 80 }];
    expect(findProblems({ ...good, sources: [aFile('source', 400)], functions })).toEqual([]);
  });

  it('names the place of what is forbidden or too long, in specs too where files are concerned', () => {
    const tree: Tree = {
      ...good,
      specs: [aFile('spec', 401)],
      functions: [{ path: 'a.ts', name: 'longest', line: 3, lines: 81 }],
      forbidden: [{ what: 'non-null', line: 7, path: 'b.ts' }],
    };
    expect(findProblems(tree)).toEqual([
      'b.ts:7: non-null, which this project does without',
      'a.ts:3: longest has 81 lines, more than 80',
      'libs/probe/src/spec.ts: 401 lines, more than 400: one idea a file',
    ]);
  });

  it('does not fail on what is merely missed', () => {
    expect(findProblems({ ...good, specs: [], reach: undefined })).toEqual([]);
  });
});
