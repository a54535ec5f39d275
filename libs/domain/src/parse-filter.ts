import type { AliasFilter, Comparison, FilterValue } from './alias-filter.ts';
import { comparisons } from './alias-filter.ts';
import { badFilter, type FilterToken, filterTokens } from './filter-tokens.ts';

/** The tokens, and the place of the next one. */
type Cursor = { readonly tokens: readonly FilterToken[]; at: number };

/** Deeper than anybody writes, and far from what a stack takes. */
const deepest = 32;

const keywords = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'NULL', 'LIKE', 'BETWEEN', 'TRUE', 'FALSE']);

/**
 * Reads the filter of an alias, or refuses `bad_filter` with the place. The grammar is a small part of SQL: a column
 * compared with a value (= <> != < <= > >=), [NOT] IN (…), [NOT] LIKE '…', [NOT] BETWEEN … AND …, IS [NOT] NULL, joined by
 * AND, OR, NOT and parentheses. There are no functions, no arithmetic and no subqueries: so a filter cannot fail on a row,
 * and tells nothing of the rows that it hides.
 */
export function parseFilter(text: string): AliasFilter {
  const cursor: Cursor = { tokens: filterTokens(text), at: 0 };
  const filter = anyOf(cursor, 0);
  if (peek(cursor).kind !== 'end') throw unexpected(peek(cursor), 'AND, OR or the end');
  return filter;
}

function anyOf(cursor: Cursor, depth: number): AliasFilter {
  const parts = [allOf(cursor, depth)];
  while (takeWord(cursor, 'OR')) parts.push(allOf(cursor, depth));
  return joined('any', parts);
}

function allOf(cursor: Cursor, depth: number): AliasFilter {
  const parts = [negated(cursor, depth)];
  while (takeWord(cursor, 'AND')) parts.push(negated(cursor, depth));
  return joined('all', parts);
}

/** Parts of the same kind are one list, so that what is printed and read again is the same. */
function joined(kind: 'all' | 'any', parts: readonly AliasFilter[]): AliasFilter {
  const [only, ...more] = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  if (!only) throw new Error('a filter has at least one test');
  return more.length === 0 ? only : { kind, parts: [only, ...more] };
}

function negated(cursor: Cursor, depth: number): AliasFilter {
  if (depth > deepest) throw badFilter('it is nested too deeply', peek(cursor).offset);
  if (takeWord(cursor, 'NOT')) return { kind: 'not', part: negated(cursor, depth + 1) };
  if (!takeMark(cursor, '(')) return test(cursor);
  const inner = anyOf(cursor, depth + 1);
  if (!takeMark(cursor, ')')) throw unexpected(peek(cursor), 'a closing parenthesis');
  return inner;
}

function test(cursor: Cursor): AliasFilter {
  const column = takeColumn(cursor);
  if (takeWord(cursor, 'IS')) {
    const isNot = takeWord(cursor, 'NOT');
    if (!takeWord(cursor, 'NULL')) throw unexpected(peek(cursor), 'NULL');
    return orNot(isNot, { kind: 'null', column });
  }
  const comparison = takeComparison(cursor);
  if (comparison) return { kind: 'compare', column, comparison, value: takeValue(cursor) };
  return orNot(takeWord(cursor, 'NOT'), wordTest(cursor, column));
}

function wordTest(cursor: Cursor, column: string): AliasFilter {
  if (takeWord(cursor, 'IN')) return { kind: 'in', column, values: takeValues(cursor) };
  if (takeWord(cursor, 'LIKE')) return { kind: 'like', column, pattern: takeText(cursor) };
  if (!takeWord(cursor, 'BETWEEN')) {
    throw unexpected(peek(cursor), 'a comparison, IN, LIKE, BETWEEN or IS NULL');
  }
  const from = takeValue(cursor);
  if (!takeWord(cursor, 'AND')) throw unexpected(peek(cursor), 'AND');
  const parts: AliasFilter[] = [
    { kind: 'compare', column, comparison: '>=', value: from },
    { kind: 'compare', column, comparison: '<=', value: takeValue(cursor) },
  ];
  return { kind: 'all', parts };
}

function orNot(isNot: boolean, part: AliasFilter): AliasFilter {
  return isNot ? { kind: 'not', part } : part;
}

function takeColumn(cursor: Cursor): string {
  const token = peek(cursor);
  const isColumn = token.kind === 'name' || (token.kind === 'word' && !keywords.has(token.text));
  if (!isColumn) throw unexpected(token, 'the name of a column');
  cursor.at += 1;
  return (token.kind === 'word' ? token.raw : token.text).normalize('NFC');
}

function takeComparison(cursor: Cursor): Comparison | undefined {
  const { kind, text } = peek(cursor);
  const written = text === '!=' ? '<>' : text;
  const found = kind === 'mark' ? comparisons.find((comparison) => comparison === written) : undefined;
  if (found) cursor.at += 1;
  return found;
}

function takeValues(cursor: Cursor): FilterValue[] {
  if (!takeMark(cursor, '(')) throw unexpected(peek(cursor), 'a list in parentheses');
  const values = [takeValue(cursor)];
  while (takeMark(cursor, ',')) values.push(takeValue(cursor));
  if (!takeMark(cursor, ')')) throw unexpected(peek(cursor), 'a comma or a closing parenthesis');
  return values;
}

function takeValue(cursor: Cursor): FilterValue {
  const token = peek(cursor);
  const value = toValue(token);
  if (!value) throw unexpected(token, `a value: 'text', a number, TRUE or FALSE`);
  cursor.at += 1;
  return value;
}

function toValue({ kind, text }: FilterToken): FilterValue | undefined {
  if (kind === 'text' && !text.includes('\0')) return { kind, text };
  if (kind === 'number') return { kind, text };
  if (kind === 'word' && (text === 'TRUE' || text === 'FALSE')) return { kind: 'flag', flag: text === 'TRUE' };
  return undefined;
}

function takeText(cursor: Cursor): string {
  const token = peek(cursor);
  const value = takeValue(cursor);
  if (value.kind !== 'text') throw unexpected(token, `a pattern: '…'`);
  return value.text;
}

function takeWord(cursor: Cursor, word: string): boolean {
  const { kind, text } = peek(cursor);
  if (kind !== 'word' || text !== word) return false;
  cursor.at += 1;
  return true;
}

function takeMark(cursor: Cursor, mark: string): boolean {
  const { kind, text } = peek(cursor);
  if (kind !== 'mark' || text !== mark) return false;
  cursor.at += 1;
  return true;
}

function peek({ tokens, at }: Cursor): FilterToken {
  const token = tokens[at] ?? tokens.at(-1);
  if (!token) throw new Error('tokens end with an end');
  return token;
}

function unexpected({ kind, raw, offset }: FilterToken, wanted: string): Error {
  return badFilter(
    `${kind === 'end' ? 'it ends' : `there is ${JSON.stringify(raw)}`} where ${wanted} should be`,
    offset,
  );
}
