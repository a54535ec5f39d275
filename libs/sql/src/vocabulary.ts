import { createToken, createTokenInstance, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Token } from './tokens.ts';

/** Everything but brackets and semicolons: what the parts that DuckDB reads may hold. */
export const Part = kind('Part', 'more');
/** What may stand where a name is meant. */
export const NameLike = kind('NameLike', 'a name');
export const Word = kind('Word', 'a name', Part, NameLike);
export const Quoted = kind('Quoted', 'a name', Part, NameLike);
export const Text = kind('Text', 'a text in single quotes', Part);
/** `E'…'`, with backslashes: for DuckDB alone. */
export const EscapedText = kind('EscapedText', 'a text in single quotes', Part);
export const Num = kind('Num', 'a number', Part);
export const Mark = kind('Mark', 'a sign', Part);
export const Comma = kind('Comma', 'a comma', Part);
export const Dot = kind('Dot', 'a dot', Part);
export const Equals = kind('Equals', '=', Part);
export const Open = kind('Open', '(');
export const Close = kind('Close', ')');
export const OpenList = kind('OpenList', '[');
export const CloseList = kind('CloseList', ']');
export const OpenStruct = kind('OpenStruct', '{');
export const CloseStruct = kind('CloseStruct', '}');
export const End = kind('End', ';');

const reservedWords = 'AS COLUMN FROM IF IN INTO NOT NULL ON OR PRIMARY SELECT SET TABLE TO VALUES WHERE WITH'.split(
  ' ',
);
const verbs = 'CREATE DROP ALTER RENAME GRANT REVOKE SHOW DESC DESCRIBE USE INSERT UPDATE DELETE TRUNCATE COPY'.split(
  ' ',
);
const otherWords =
  `ADD COMMENT DATABASE DATABASES EXISTS FUNCTION FUNCTIONS GRANTS KEY OF REFERENCE_USAGE REMOVE REPLACE
  RETURNS SHARE SHARES TABLES TENANTS USAGE VIEW VIEWS PRECISION VARYING WITHOUT TIME ZONE PIVOT UNPIVOT DISTINCT
  RETURNING LIMIT ORDER USING GROUP HAVING UNION EXCEPT INTERSECT`.split(/\s+/);
const keywords = new Map<string, TokenType>([
  ...reservedWords.map((word) => [word, kind(word, word, Part)] as const),
  ...[...verbs, ...otherWords].map((word) => [word, kind(word, word, Part, NameLike)] as const),
]);
const marks = new Map<string, TokenType>([
  [',', Comma],
  ['.', Dot],
  ['=', Equals],
  ['(', Open],
  [')', Close],
  ['[', OpenList],
  [']', CloseList],
  ['{', OpenStruct],
  ['}', CloseStruct],
  [';', End],
]);

export const vocabulary: readonly TokenType[] = [
  ...[Part, NameLike, Word, Quoted, Text, EscapedText, Num, Mark],
  ...marks.values(),
  ...keywords.values(),
];

/** The token of a word of our statements. */
export function keyword(word: string): TokenType {
  const found = keywords.get(word);
  if (!found) throw new Error(`${word} is no word of the grammar`);
  return found;
}

/** Whether a word can be a name in quotes alone. */
export function isReserved(word: string): boolean {
  return reservedWords.includes(word);
}

/** Whether a word begins one of our statements. */
export function isVerb(word: string): boolean {
  return verbs.includes(word);
}

/** The token as the parser takes it. Places are counted in UTF-16 units from the start of the text. */
export function toParserToken({ kind: sort, text, raw, index }: Token): IToken {
  const end = index + raw.length - 1;
  return createTokenInstance(typeOf(sort, text), raw, index, end, NaN, NaN, NaN, NaN);
}

function typeOf(sort: Token['kind'], text: string): TokenType {
  switch (sort) {
    case 'word':
      return keywords.get(text) ?? Word;
    case 'quoted':
      return Quoted;
    case 'string':
      return /^[eE]/.test(text) ? EscapedText : Text;
    case 'number':
      return Num;
    case 'mark':
    case 'unclosed':
      return marks.get(text) ?? Mark;
  }
}

function kind(name: string, label: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, label, pattern: Lexer.NA, categories });
}
