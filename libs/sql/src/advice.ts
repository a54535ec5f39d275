import { charactersBeforeIndex, placeOf } from './place.ts';
import { closest } from './closest.ts';
import type { Token } from './tokens.ts';
import type { Unexpected } from './unexpected.ts';
import { isReserved, isVerb } from './vocabulary.ts';

/** What is known of the place: the token there and its neighbors. */
type Place = Unexpected & {
  readonly text: string;
  readonly found: Token | undefined;
  readonly previous: Token | undefined;
};

/** What to do about a token that does not fit; the first that has something to say is taken. */
export function adviceOn(text: string, unexpected: Unexpected): string | undefined {
  const { tokens, at } = unexpected;
  const place = { ...unexpected, text, found: tokens[at], previous: tokens[at - 1] };
  for (const advise of advices) {
    const advice = advise(place);
    if (advice !== undefined) return advice;
  }
  return undefined;
}

const closers = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const advices: readonly ((place: Place) => string | undefined)[] = [
  onBrackets,
  onCommas,
  onNames,
  onTexts,
  onObjects,
  onSigns,
  ({ found, expected }) => {
    const meant = found?.kind === 'word' ? closest(found.text, expected) : undefined;
    return meant === undefined ? undefined : `did you mean ${meant}?`;
  },
];

function onBrackets({ text, tokens, at, found, expected }: Place): string | undefined {
  const open: Token[] = [];
  for (const token of tokens.slice(0, at).filter(({ kind }) => kind === 'mark')) {
    if (closers.has(token.text)) open.push(token);
    if ([...closers.values()].includes(token.text)) open.pop();
  }
  const last = open.at(-1);
  const opener = [...closers].find(([, closer]) => isMark(found, closer))?.[0];
  if (opener !== undefined && !last) return `no ${opener} is open here`;
  if (!last || !expected.includes(closers.get(last.text) ?? '') || (found && opener === undefined)) return undefined;
  const { line, column } = placeOf(text, charactersBeforeIndex(text, last.index));
  return `the ${last.text} in line ${line}, column ${column} is not closed`;
}

function onCommas({ found, previous, expected }: Place): string | undefined {
  const isAfterComma = isMark(previous, ',');
  if (isAfterComma && (!found || isMark(found, ')') || isMark(found, ';'))) return 'leave out the comma before it';
  if (!isMark(found, ',')) return undefined;
  if (isAfterComma) return 'one comma is enough';
  const isListMeant = expected.some((label) => label.startsWith('a ') || label.startsWith('an '));
  return isListMeant ? undefined : 'only one can stand here; write a statement for each';
}

function onNames({ found, expected }: Place): string | undefined {
  if (!found || !expected.includes('a name')) return undefined;
  if (found.kind === 'string' || isMark(found, '[') || isMark(found, '`')) {
    return 'a name stands in double quotes, or in none';
  }
  if (found.kind === 'number') return 'a name that begins with a digit stands in double quotes';
  if (found.kind !== 'word' || !isReserved(found.text)) return undefined;
  if (found.text === 'NOT') return 'IF NOT EXISTS begins with IF';
  if (found.text === 'IF') return 'IF EXISTS and IF NOT EXISTS are about the first name of the statement alone';
  return 'put it in double quotes if it is the name';
}

function onTexts({ found, expected }: Place): string | undefined {
  if (!found || !expected.includes('a text in single quotes')) return undefined;
  if (found.kind === 'string') return 'write it without the letter before it';
  const isTyped = found.kind === 'word' || found.kind === 'quoted' || found.kind === 'number';
  return isTyped ? 'put it in single quotes' : undefined;
}

function onObjects({ tokens, at, found, expected }: Place): string | undefined {
  const words = tokens.slice(0, at).map(({ text }) => text);
  if (expected.includes('USAGE') && found?.text === 'ALL') return 'name each privilege in a statement of its own';
  if (!isMark(found, '(')) return undefined;
  if (expected.includes('ON')) return 'columns are not granted; grant a view of them';
  return words.includes('FUNCTION') && words[0] !== 'CREATE' ? 'name the function without its parameters' : undefined;
}

function onSigns({ found, previous, expected }: Place): string | undefined {
  if (!found) return undefined;
  if (isMark(found, '.') && expected.includes('a name')) return 'a name is missing before the dot';
  if (isMark(found, '.')) return 'one name is meant here; put it in double quotes if the dot belongs to it';
  if (isMark(found, '#')) return 'a comment begins with --';
  const ends = expected.includes('the end of the statement');
  if (ends && found.kind === 'word' && isVerb(found.text)) return 'end the statement before it with ;';
  const touches = previous?.kind === 'word' && previous.index + previous.raw.length === found.index;
  const isPart = touches && (isMark(found, '-') || isMark(found, '@') || isMark(found, '/'));
  return isPart ? 'put the whole name in double quotes if this belongs to it' : undefined;
}

function isMark(token: Token | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.text === mark;
}
