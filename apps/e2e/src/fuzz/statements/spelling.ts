import { tokenize } from '@easement/sql';
import type { Chooser } from '../chooser.ts';

const gaps = [' ', '\n', '\t', '\u00a0', '\u3000', ' /* ; */ ', ` -- it's "\n`, ' /* /* nested */ */ ', '\r\n'];

/** The same statement in another spelling: cases of words, spaces, comments. Placeholders stay whole. */
export function respell(text: string, choose: Chooser): string {
  let written = '';
  let end = 0;
  for (const { kind, raw, index } of tokenize(text)) {
    const gap = text.slice(end, index);
    written += gap === '' ? '' : choose.chance(0.3) ? choose.one(gaps) : gap;
    const isKeyword = kind === 'word' && /^[A-Z]+$/.test(raw);
    written += isKeyword ? choose.one([raw, raw.toLowerCase(), raw.charAt(0) + raw.slice(1).toLowerCase()]) : raw;
    end = index + raw.length;
  }
  return written + text.slice(end);
}

const odd = [
  ...[
    "'",
    '"',
    '$$',
    ';',
    '--',
    '/*',
    '*/',
    '(',
    ')',
    '[',
    '{',
    ',',
    '.',
    '\\',
    '\u0000',
    '\u2028',
    '\u200b',
    '\ufeff',
    '\u202e',
  ],
  ...[
    'ſ',
    'ﬁ',
    'ｓ',
    'ı',
    '\u0301',
    '𝐒',
    '�',
    '::',
    '=>',
    '->',
    '?',
    '$1',
    '@',
    '#',
    '`',
    "E'\\'",
    "U&'\\0041'",
    '/**/',
    '; SELECT 1',
  ],
];

/** Something like the statement, which may mean anything or nothing. */
export function mutate(text: string, choose: Chooser): string {
  let characters = [...text];
  for (const _ of choose.some(1, 3, () => 0)) {
    const at = choose.below(characters.length + 1);
    const length = choose.below(4);
    const kind = choose.below(3);
    const between = kind === 0 ? [choose.one(odd)] : kind === 1 ? [] : characters.slice(at, at + length + 3);
    characters = [...characters.slice(0, at), ...between, ...characters.slice(kind === 2 ? at : at + length)];
  }
  return characters.join('');
}
