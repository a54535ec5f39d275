/** One statement of a text, and the line that it begins on. */
export type Statement = { readonly text: string; readonly line: number };

/** The statements that a semicolon ends, and what is left behind the last of them. */
export type Split = { readonly statements: readonly Statement[]; readonly rest: Statement };

/**
 * What a semicolon does not end: texts, names, comments, dollar quotes. An alternative that is not closed runs to the
 * end, so the rest waits for more.
 */
const pieces =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)|;|[^'"\-/$;]+|[\s\S]/gy;

export function splitStatements(text: string): Split {
  const statements: Statement[] = [];
  let begin = 0;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece !== ';') continue;
    const statement = statementAt(text, begin, index);
    if (!isEmpty(statement.text)) statements.push(statement);
    begin = index + 1;
  }
  return { statements, rest: statementAt(text, begin, text.length) };
}

/** The statements of a whole file: the last needs no semicolon. */
export function allStatements(text: string): readonly Statement[] {
  const { statements, rest } = splitStatements(text);
  return isEmpty(rest.text) ? statements : [...statements, rest];
}

/** Whether nothing but space and comments is there. */
export function isEmpty(text: string): boolean {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '').trim() === '';
}

function statementAt(text: string, begin: number, end: number): Statement {
  const raw = text.slice(begin, end);
  const start = begin + (raw.length - raw.trimStart().length);
  return { text: raw.trim(), line: text.slice(0, start).split('\n').length };
}
