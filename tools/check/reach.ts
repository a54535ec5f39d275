import ts from 'typescript';

/**
 * The files of this project that somebody who reads `entry` may have to read: what it imports, types included, and what
 * that imports. A name imported from a lib leads to the file that declares it, not to all that the lib's index.ts lists.
 * Generated code and packages are left out.
 */
export function filesReachedFrom(entry: ts.SourceFile, program: ts.Program): ts.SourceFile[] {
  const checker = program.getTypeChecker();
  const reached = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const file of reached) {
    for (const declared of file.statements.flatMap((statement) => filesNamedBy(statement, checker))) {
      if (!/\/(node_modules|gen)\//.test(declared.fileName)) reached.add(declared);
    }
  }
  return [...reached];
}

function filesNamedBy(statement: ts.Statement, checker: ts.TypeChecker): ts.SourceFile[] {
  return namesIn(statement).flatMap((name) => {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (target.declarations ?? []).map((declaration) => declaration.getSourceFile());
  });
}

function namesIn(statement: ts.Statement): ts.Node[] {
  if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) return reexportedBy(statement);
  if (!ts.isImportDeclaration(statement)) return [];
  const { importClause, moduleSpecifier } = statement;
  if (importClause === undefined) return [moduleSpecifier];
  const { name, namedBindings } = importClause;
  const bound =
    namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements.map((each) => each.name) : [];
  const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? [moduleSpecifier] : [];
  return [...(name ? [name] : []), ...bound, ...namespace];
}

function reexportedBy({ exportClause, moduleSpecifier }: ts.ExportDeclaration): ts.Node[] {
  if (exportClause && ts.isNamedExports(exportClause)) return exportClause.elements.map((each) => each.name);
  return moduleSpecifier ? [moduleSpecifier] : [];
}
