import { charactersBeforeIndex } from '@easement/sql';
import type { ObjectName, WriteTarget } from './statement.ts';
import { tokenize, type Token } from '@easement/sql';

/** What the first words of a statement say. `explained` is the index at which an explained statement begins. */
export type Head =
  | { readonly kind: 'query'; readonly verb: string }
  | { readonly kind: 'explain'; readonly inner: number; readonly option: string | undefined }
  | { readonly kind: 'write'; readonly verb: string; readonly target: WriteTarget }
  | { readonly kind: 'other'; readonly verb: string }
  | { readonly kind: 'unknown' };

/** How many tokens are looked at: enough for a target behind a long `WITH`. */
const longestHead = 20_000;

const queryVerbs = new Set(['SELECT', 'FROM', 'VALUES', 'TABLE', 'PIVOT', 'UNPIVOT', '(']);
const otherVerbs = new Set(
  `ABORT ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMENT COMMIT COPY DEALLOCATE DESC DESCRIBE DETACH EXECUTE EXPORT FORCE
  GRANT IMPORT INSTALL LOAD PRAGMA PREPARE RESET REVOKE ROLLBACK SET SHOW START SUMMARIZE UNINSTALL UNDROP USE
  VACUUM`.split(/\s+/),
);
const objects: Readonly<Record<string, WriteTarget['object']>> = {
  TABLE: 'table',
  VIEW: 'view',
  FUNCTION: 'function',
  MACRO: 'function',
  DATABASE: 'bucket',
  SCHEMA: 'bucket',
  SHARE: 'share',
};

/** Reads the verb of a statement and, of one that writes, what it would write to. */
export function readHead(text: string): Head {
  const words = cursor(text, tokenize(text, longestHead));
  skipWith(words);
  const first = words.peek();
  const verb = first?.kind === 'word' || first?.kind === 'mark' ? first.text : '';
  if (verb === 'EXPLAIN') return readExplain(words, text);
  if (queryVerbs.has(verb)) return { kind: 'query', verb };
  const target = writeReaders.get(verb)?.(words);
  if (target) return { kind: 'write', verb, target };
  return otherVerbs.has(verb) ? { kind: 'other', verb } : { kind: 'unknown' };
}

/** How many statements the text holds, by its semicolons. */
export function countStatements(text: string): number {
  const marks = tokenize(text).map(({ kind, text: mark }) => kind === 'mark' && mark === ';');
  return marks.filter((isEnd, at) => !isEnd && (at === 0 || marks[at - 1])).length;
}

type Cursor = {
  peek(): Token | undefined;
  /** Steps over the next token if it is one of these words. */
  take(...words: string[]): boolean;
  next(): Token | undefined;
  /** Steps over `IF [NOT] EXISTS`. */
  skipExistence(): void;
  name(): ObjectName | undefined;
};

function cursor(text: string, tokens: readonly Token[]): Cursor {
  let at = 0;
  const is = (token: Token | undefined, word: string) =>
    token?.text === word && (token.kind === 'word' || token.kind === 'mark');
  const self: Cursor = {
    peek: () => tokens[at],
    next: () => tokens[at++],
    take: (...words) => {
      const found = words.some((word) => is(tokens[at], word));
      if (found) at++;
      return found;
    },
    skipExistence: () => {
      if (self.take('IF')) while (self.take('NOT', 'EXISTS'));
    },
    name: () => {
      const first = tokens[at];
      const parts: string[] = [];
      do {
        const part = tokens[at];
        if (part?.kind !== 'word' && part?.kind !== 'quoted') break;
        parts.push(part.kind === 'word' ? part.raw : part.text);
        at++;
      } while (self.take('.'));
      return first && parts.length > 0 ? { parts, offset: charactersBeforeIndex(text, first.index) } : undefined;
    },
  };
  return self;
}

/** Steps over `WITH a AS (…), b AS (…)`, to the verb behind it. */
function skipWith(words: Cursor): void {
  if (!words.take('WITH')) return;
  let depth = 0;
  for (let token = words.peek(); token; token = words.peek()) {
    if (depth === 0 && token.kind === 'word' && (queryVerbs.has(token.text) || writeReaders.has(token.text))) return;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    words.next();
  }
}

function readExplain(words: Cursor, text: string): Head {
  words.next();
  const next = words.peek();
  const option = next?.text === '(' || next?.text === 'ANALYZE' ? next.text : undefined;
  return { kind: 'explain', inner: next?.index ?? text.length, option };
}

const writeReaders = new Map<string, (words: Cursor) => WriteTarget | undefined>([
  ['INSERT', (words) => tableAfter(words, 'INSERT', 'OR', 'REPLACE', 'IGNORE', 'INTO')],
  ['MERGE', (words) => tableAfter(words, 'MERGE', 'INTO')],
  ['UPDATE', (words) => tableAfter(words, 'UPDATE', 'OR', 'REPLACE', 'IGNORE')],
  ['DELETE', (words) => tableAfter(words, 'DELETE', 'FROM')],
  ['TRUNCATE', (words) => tableAfter(words, 'TRUNCATE', 'TABLE')],
  ['COPY', readCopy],
  ['CREATE', readObject],
  ['DROP', readObject],
  ['ALTER', readObject],
  ['RENAME', readObject],
]);

function tableAfter(words: Cursor, ...skipped: string[]): WriteTarget {
  while (words.take(...skipped));
  return { object: 'table', name: words.name() };
}

/** `COPY t FROM 'file'` loads; `COPY … TO` writes a file, which nobody may. */
function readCopy(words: Cursor): WriteTarget | undefined {
  const target = tableAfter(words, 'COPY');
  for (let token = words.next(); token && target.name; token = words.next()) {
    if (token.kind === 'word' && token.text === 'FROM') return target;
    if (token.kind === 'word' && token.text === 'TO') return undefined;
  }
  return undefined;
}

function readObject(words: Cursor): WriteTarget {
  words.next();
  while (words.take('OR', 'REPLACE', 'TEMP', 'TEMPORARY', 'PERSISTENT', 'RECURSIVE', 'UNIQUE'));
  const kind = words.next()?.text ?? '';
  words.skipExistence();
  const object = Object.hasOwn(objects, kind) ? objects[kind] : undefined;
  return object ? { object, name: words.name() } : { object: 'other', name: undefined };
}
