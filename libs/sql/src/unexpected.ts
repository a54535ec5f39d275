import type { Refusal } from '@easement/domain';
import { adviceOn } from './advice.ts';
import { formOf } from './forms.ts';
import { charactersBeforeIndex, refuseAt } from './place.ts';
import type { Token } from './tokens.ts';

/** Where a statement goes wrong: at which of its tokens (their number behind the last), and what could stand there. */
export type Unexpected = {
  readonly tokens: readonly Token[];
  readonly at: number;
  readonly expected: readonly string[];
};

/** What was expected and what stands there; and what to do about it, or else how the whole statement is written. */
export function refuseUnexpected(text: string, unexpected: Unexpected): Refusal {
  const { tokens, at, expected } = unexpected;
  const token = tokens[at];
  const found = token ? `there is ${shown(token)}` : 'the statement ends';
  const form = formOf(tokens);
  const next = adviceOn(text, unexpected) ?? (form === undefined ? undefined : `the form is ${form}`);
  const message = `expected ${inWords(expected)}, but ${found}${next === undefined ? '' : `; ${next}`}`;
  const offset = charactersBeforeIndex(text, token?.index ?? endOf(text, tokens));
  return refuseAt('sql_syntax', message, text, offset);
}

function endOf(text: string, tokens: readonly Token[]): number {
  const last = tokens.at(-1);
  return last ? last.index + last.raw.length : text.length;
}

/** Quoted as it stands where it has quotes. */
function shown({ kind, raw }: Token): string {
  const start = [...raw].slice(0, 40).join('');
  const image = (start === raw ? raw : `${start}…`).replace(/\s+/g, ' ');
  return kind === 'quoted' || kind === 'string' ? image : `"${image}"`;
}

function inWords(expected: readonly string[]): string {
  const [last = 'the end of the statement', ...others] = [...new Set(expected)].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
}
