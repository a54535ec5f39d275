import ts from 'typescript';
import { findForbidden, measureFunctions } from './syntax.ts';

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('probe.ts', text, ts.ScriptTarget.Latest, true);
}

describe('findForbidden', () => {
  it.each([
    ['any as a type', 'const a: any = 1;', ['any']],
    ['any in a cast and in an argument', 'f<any>(b as any);', ['any', 'any']],
    ['a non-null assertion', 'f(a!.b);', ['non-null']],
    ['a decorator', '@sealed class A {}', ['decorator']],
    ['a default export', 'export default 1;', ['default export']],
    ['a default export of a function', 'export default function f() {}', ['default export']],
    ['inheritance', 'class A extends B {}', ['inheritance']],
  ])('reports %s', (_, text, found) => {
    expect(findForbidden(parse(text)).map(({ what }) => what)).toEqual(found);
  });

  it.each([
    ['the word any in text and names', "const any = 'any'; // any"],
    ['a negation and a comparison', 'f(!a, b !== c);'],
    ['an error', 'class Refusal extends Error {} class Late extends TypeError {}'],
    ['a grammar', 'class ShareParser extends EmbeddedActionsParser {}'],
    ['WriteTx', 'class WriteTx extends ReadTx {}'],
    ['a class that implements', 'class First implements MigrationInterface {}'],
    ['a default branch', 'switch (a) { case 1: f(); }'],
  ])('does not report %s', (_, text) => {
    expect(findForbidden(parse(text))).toEqual([]);
  });

  it('names the line', () => {
    expect(findForbidden(parse('const a = 1;\n\nf(a!);'))).toEqual([{ what: 'non-null', line: 3 }]);
  });
});

describe('measureFunctions', () => {
  it('measures each function from its first line to its last, and what it nests again', () => {
    const text = `
export function outer() {
  return async (request) => {
    return request;
  };
}
const arrow = () => 1;
`;
    expect(measureFunctions(parse(text))).toEqual([
      { name: 'outer', line: 2, lines: 5 },
      { name: 'a function without a name', line: 3, lines: 3 },
      { name: 'arrow', line: 7, lines: 1 },
    ]);
  });

  it('passes over signatures without a body', () => {
    expect(measureFunctions(parse('declare function f(): void; type T = { m(): void; f: () => void };'))).toEqual([]);
  });

  it('measures methods and accessors', () => {
    const text = 'class A { constructor() {} m() {} get g() { return 1; } }';
    expect(measureFunctions(parse(text)).map(({ name }) => name)).toEqual(['a function without a name', 'm', 'g']);
  });
});
