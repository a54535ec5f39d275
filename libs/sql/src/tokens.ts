/** A piece of a statement that is neither space nor comment. `index` counts UTF-16 units. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'mark' | 'unclosed';
  /** A word with its ASCII letters in upper case, as DuckDB folds them; a quoted name without quotes; else as it stands. */
  readonly text: string;
  /** A word as typed. */
  readonly raw: string;
  readonly index: number;
};

// As DuckDB reads them: were a quote a quote to one of the two alone, they would read different statements.
const space = /[\t-\r \u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+|--[^\n\r]*/y;
const patterns = [
  ['string', /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|\\?$)|'(?:[^']|'')*(?:'|$)/y],
  ['quoted', /"(?:[^"]|"")*(?:"|$)/y],
  [
    'word',
    /(?:[a-z_]|(?![\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])[^\0-\x7f])(?:[\w$]|(?![\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])[^\0-\x7f])*/iuy,
  ],
  ['number', /\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?(?:e[+-]?\d+)?/iy],
] as const;

/**
 * Cuts a statement into tokens: for the grammar of our own statements and, of those that DuckDB reads, to find the verb,
 * the target and the end, never to decide what may run. Answers at most `most` tokens; what a quote or a comment begins
 * and nothing ends is one `unclosed` token.
 */
export function tokenize(text: string, most = Number.MAX_SAFE_INTEGER): Token[] {
  const tokens: Token[] = [];
  let index = skipSpace(text, 0);
  while (index < text.length && tokens.length < most) {
    const token = readToken(text, index);
    tokens.push(token);
    index = skipSpace(text, index + token.raw.length);
  }
  return tokens;
}

function readToken(text: string, index: number): Token {
  const dollar = readDollarQuoted(text, index);
  if (dollar !== undefined) {
    const isEnded = /^(\$[^$]*\$)[^]*\1$/.test(dollar);
    return { kind: isEnded ? 'string' : 'unclosed', text: dollar, raw: dollar, index };
  }
  for (const [kind, pattern] of patterns) {
    const raw = matchAt(pattern, text, index);
    if (raw === undefined) continue;
    return { kind: isClosed(kind, raw) ? kind : 'unclosed', text: meaning(kind, raw), raw, index };
  }
  if (text.startsWith('/*', index)) return { kind: 'unclosed', text: '/*', raw: text.slice(index), index };
  const mark = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return { kind: 'mark', text: mark, raw: mark, index };
}

function isClosed(kind: Token['kind'], raw: string): boolean {
  if (kind === 'quoted') return /^"(?:[^"]|"")*"$/.test(raw);
  if (kind !== 'string') return true;
  return /^[eE]/.test(raw) ? /^[eE]'(?:[^'\\]|\\[^]|'')*'$/.test(raw) : /^'(?:[^']|'')*'$/.test(raw);
}

function meaning(kind: Token['kind'], raw: string): string {
  if (kind === 'word') return raw.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return kind === 'quoted' ? raw.replace(/^"|"$/g, '').replaceAll('""', '"') : raw;
}

function skipSpace(text: string, from: number): number {
  let index = from;
  for (;;) {
    const next = text.startsWith('/*', index)
      ? endOfComment(text, index)
      : index + (matchAt(space, text, index)?.length ?? 0);
    if (next === index) return index;
    index = next;
  }
}

/** Comments nest, as in PostgreSQL. Where one has no end, it is left standing: `readToken` makes a token of it. */
function endOfComment(text: string, from: number): number {
  const bounds = /\/\*|\*\//g;
  bounds.lastIndex = from;
  let depth = 0;
  for (let bound = bounds.exec(text); bound; bound = bounds.exec(text)) {
    depth += bound[0] === '/*' ? 1 : -1;
    if (depth === 0) return bounds.lastIndex;
  }
  return from;
}

function readDollarQuoted(text: string, index: number): string | undefined {
  const tag = matchAt(/\$(?:(?:[a-z_]|[^\0-\x7f])(?:\w|[^\0-\x7f])*)?\$/iuy, text, index);
  if (tag === undefined) return undefined;
  const end = text.indexOf(tag, index + tag.length);
  return text.slice(index, end < 0 ? text.length : end + tag.length);
}

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}
