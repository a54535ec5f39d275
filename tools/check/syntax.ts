import ts from 'typescript';

/** A place in a file, and what is there that the yardstick counts. */
export type Finding = { readonly what: Forbidden; readonly line: number };
export type Forbidden = 'any' | 'non-null' | 'decorator' | 'default export' | 'inheritance';

export type FunctionLength = { readonly name: string; readonly line: number; readonly lines: number };

/** Everything in the file that this project does without. */
export function findForbidden(file: ts.SourceFile): Finding[] {
  return nodesOf(file).flatMap((node) => {
    const what = forbiddenIn(node);
    return what === undefined ? [] : [{ what, line: lineOf(file, node.getStart(file)) }];
  });
}

function forbiddenIn(node: ts.Node): Forbidden | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isNonNullExpression(node)) return 'non-null';
  if (ts.isDecorator(node)) return 'decorator';
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) return 'default export';
  return ts.isClassLike(node) && inherits(node) ? 'inheritance' : undefined;
}

/** Errors have to extend Error, a grammar its toolkit's parser, and a WriteTx can all that a ReadTx can; nothing else inherits. */
function inherits(node: ts.ClassLikeDeclaration): boolean {
  const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return (
    parent !== undefined && !/(?:Error|Parser)$/.test(parent.expression.getText()) && node.name?.text !== 'WriteTx'
  );
}

/** The length of every function with a body, from its first word to its last brace; what it nests counts for both. */
export function measureFunctions(file: ts.SourceFile): FunctionLength[] {
  return nodesOf(file).flatMap((node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
    const line = lineOf(file, node.getStart(file));
    return [{ name: nameOf(node), line, lines: lineOf(file, node.getEnd()) - line + 1 }];
  });
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named?.getText() ?? 'a function without a name';
}

function nodesOf(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}
