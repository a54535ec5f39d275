import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { filesReachedFrom } from './reach.ts';
import { countLines, readSourceFiles, type SourceFile } from './source-files.ts';
import { findForbidden, type Finding, type FunctionLength, measureFunctions } from './syntax.ts';

export type Reach = { readonly entry: string; readonly files: number; readonly lines: number };

/** What the yardstick is laid on. Findings and functions are those outside specs. */
export type Tree = {
  readonly sources: readonly SourceFile[];
  readonly specs: readonly SourceFile[];
  readonly protos: readonly SourceFile[];
  readonly functions: readonly (FunctionLength & { readonly path: string })[];
  readonly forbidden: readonly (Finding & { readonly path: string })[];
  /** Absent as long as the write call that it starts from is not written. */
  readonly reach: Reach | undefined;
};

/** Reads the project in the working directory. The write call is the handler whose reach is measured. */
export function readTree(writeCall: string): Tree {
  const files = readSourceFiles();
  const ofKind = (...kinds: string[]) => files.filter(({ kind }) => kinds.includes(kind));
  const parsed = ofKind('source', 'support').map(({ path, text }) => parse(path, text));
  return {
    sources: ofKind('source'),
    specs: ofKind('spec'),
    protos: ofKind('proto'),
    functions: parsed.flatMap((file) => measureFunctions(file).map((each) => ({ ...each, path: file.fileName }))),
    forbidden: parsed.flatMap((file) => findForbidden(file).map((each) => ({ ...each, path: file.fileName }))),
    reach: files.some(({ path }) => path === writeCall) ? measureReach(writeCall) : undefined,
  };
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function measureReach(entry: string): Reach {
  const config: unknown = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const program = ts.createProgram([resolve(entry)], options);
  const file = program.getSourceFile(resolve(entry));
  const reached = file === undefined ? [] : filesReachedFrom(file, program);
  const lines = reached.reduce((total, { text }) => total + countLines(text), 0);
  return { entry: relative('.', entry), files: reached.length, lines };
}
