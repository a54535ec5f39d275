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
  let begin = { index: 0, line: 1 };
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece !== ';') continue;
    const raw = text.slice(begin.index, index);
    if (!isEmpty(raw)) statements.push(toStatement(raw, begin.line));
    begin = { index: index + 1, line: begin.line + breaksIn(raw) };
  }
  return { statements, rest: toStatement(text.slice(begin.index), begin.line) };
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

function toStatement(raw: string, line: number): Statement {
  const text = raw.trimStart();
  return { text: text.trimEnd(), line: line + breaksIn(raw.slice(0, raw.length - text.length)) };
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
