import { Refusal } from './refusal.ts';

/** A piece of a filter. A word is in upper case in `text`, and as typed in `raw`; a quoted piece has lost its quotes. */
export type FilterToken = {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'mark' | 'end';
  readonly text: string;
  readonly raw: string;
  /** Characters before it. */
  readonly offset: number;
};

const patterns = [
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")+"/y],
  ['word', /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['mark', /<>|!=|<=|>=|[=<>(),]/y],
] as const;

/** Cuts a filter into pieces, the last of which is its end; refuses `bad_filter` at what is none. */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const token = tokenAt(text, offset);
    tokens.push(token);
    offset = skipSpace(text, offset + token.raw.length);
  }
  return [...tokens, { kind: 'end', text: '', raw: '', offset }];
}

function tokenAt(text: string, offset: number): FilterToken {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset;
    const raw = pattern.exec(text)?.[0];
    if (raw !== undefined) return { kind, raw, text: contentOf(kind, raw), offset };
  }
  throw badFilter(`${JSON.stringify(text.slice(offset, offset + 1))} has no meaning`, offset);
}

function contentOf(kind: FilterToken['kind'], raw: string): string {
  switch (kind) {
    case 'text':
      return raw.slice(1, -1).replaceAll("''", "'");
    case 'name':
      return raw.slice(1, -1).replaceAll('""', '"');
    case 'word':
      return raw.toUpperCase();
    case 'number':
    case 'mark':
    case 'end':
      return raw;
  }
}

function skipSpace(text: string, offset: number): number {
  const space = /\s*/y;
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}

/** The refusal of a filter that cannot be understood, with the place where that begins. */
export function badFilter(what: string, offset: number): Refusal {
  return new Refusal(
    'bad_filter',
    `the filter cannot be understood at character ${offset + 1}: ${what}; write column tests such as status = 'open' joined by AND, OR and NOT`,
    { field: 'filter', position: String(offset + 1) },
  );
}
