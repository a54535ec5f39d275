import type { Refusal } from '@easement/domain';
import { charactersBeforeIndex, refuseAt } from './place.ts';
import { StatementParser } from './statement-parser.ts';
import type { SqlStatement } from './statement.ts';
import { type Token, tokenize } from './tokens.ts';
import { isVerb } from './vocabulary.ts';

const parser = new StatementParser();

/** What else DuckDB would make or show is for its own reader to refuse. */
const others = /^(?:INDEX|UNIQUE|SCHEMA|SEQUENCE|TYPE|MACRO|TEMP|TEMPORARY|SECRET|PERSISTENT|RECURSIVE|MATERIALIZED)$/;

/**
 * Reads one statement of ours, or answers `query` for what DuckDB reads. Refuses `sql_syntax` with the place and what was
 * expected there, `statement_not_supported` where the text holds several statements.
 */
export function parseStatement(text: string): SqlStatement {
  const [first, second, third, fourth] = tokenize(text, 4);
  if (first?.kind !== 'word' || !isVerb(first.text)) return { kind: 'query' };
  const object = second?.text === 'OR' && third?.text === 'REPLACE' ? fourth : second;
  if (object?.kind === 'word' && others.test(object.text)) return { kind: 'query' };
  if (first.text === 'SHOW' && object?.text === 'ALL') return { kind: 'query' };
  const tokens = tokenize(text);
  assertClosed(text, tokens);
  assertOne(text, tokens);
  const statement = parser.read(text, tokens);
  if (statement.kind === 'create_share' && statement.ifThere === 'replace') throw shareReplaced(text);
  return statement;
}

const unclosed = new Map([
  ['/', 'this comment is not closed; end it with */'],
  ["'", "this quote is not closed; end it with ', and write a quote inside of it twice"],
  ['"', 'this quote is not closed; end it with ", and write a quote inside of it twice'],
  ['$', 'this quote is not closed; end it with the dollar signs that it begins with'],
]);

function assertClosed(text: string, tokens: readonly Token[]): void {
  const open = tokens.find(({ kind }) => kind === 'unclosed');
  if (!open) return;
  const what = unclosed.get(open.raw.charAt(0)) ?? 'this quote is not closed';
  throw refuseAt('sql_syntax', what, text, charactersBeforeIndex(text, open.index));
}

function assertOne(text: string, tokens: readonly Token[]): void {
  const end = tokens.findIndex(({ kind, text: mark }) => kind === 'mark' && mark === ';');
  const next = end < 0 ? undefined : tokens.slice(end).find(({ text: mark }) => mark !== ';');
  if (!next) return;
  const message = 'more than one statement; send them one by one';
  const offset = charactersBeforeIndex(text, next.index);
  throw refuseAt('statement_not_supported', message, text, offset, { what: 'several statements' });
}

function shareReplaced(text: string): Refusal {
  const message = 'a share is not replaced, since projects link it; DROP SHARE first, or change what it holds';
  return refuseAt('statement_not_supported', message, text, 0, { what: 'CREATE OR REPLACE SHARE' });
}
