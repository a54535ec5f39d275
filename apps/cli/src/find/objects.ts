import { GrantedKind } from '@easement/contracts';
import { usageError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { findBucket } from './buckets.ts';
import { findDefinition } from './definitions.ts';
import { isId } from './ids.ts';
import { findTable } from './tables.ts';

/** What a grant is on, and how people call it. */
export type FoundObject = { readonly id: string; readonly kind: GrantedKind; readonly name: string };

/** The kinds in the words of SQL, where a bucket is a database. */
export const kindWords = ['database', 'table', 'view', 'function'] as const;
type KindWord = (typeof kindWords)[number];

const prefixes: Readonly<Record<KindWord, string>> = { database: 'bkt', table: 'tbl', view: 'vew', function: 'fun' };
const kinds: Readonly<Record<KindWord, GrantedKind>> = {
  database: GrantedKind.BUCKET,
  table: GrantedKind.TABLE,
  view: GrantedKind.VIEW,
  function: GrantedKind.FUNCTION,
};

/** As `kindWords` has it. */
export function kindWord(kind: GrantedKind): string {
  return kindWords.find((word) => kinds[word] === kind) ?? '';
}

/** Reads a kind in any case; a bucket may be called one. */
export function readKind(text: string): KindWord {
  const word = text.toLowerCase();
  const found = word === 'bucket' ? 'database' : kindWords.find((kind) => kind === word);
  if (found) return found;
  throw usageError(`${JSON.stringify(text)} is no kind of object`, `write one of ${kindWords.join(', ')}`);
}

/** Finds what may be granted by its kind and `database`, `database.table`, `project.database.table` or id. */
export async function findObject(session: Session, word: KindWord, text: string): Promise<FoundObject> {
  const kind = kinds[word];
  if (isId(text, prefixes[word])) return { id: text, kind, name: text };
  if (word === 'database') {
    const { id, name } = await findBucket(session, text);
    return { id, kind, name };
  }
  if (word === 'table') {
    const { tableId, name } = await findTable(session, text);
    return { id: tableId, kind, name };
  }
  const { id, name } = await findDefinition(session, word, text);
  return { id, kind, name };
}

/** Finds an object by its kind and name in one text, such as `table flights.airports`, or by its id alone. */
export async function findNamedObject(session: Session, text: string): Promise<FoundObject> {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const ofId = kindWords.find((word) => isId(first, prefixes[word]));
  if (rest.length === 0 && ofId) return await findObject(session, ofId, first);
  if (rest.length > 0) return await findObject(session, readKind(first), rest.join(' '));
  throw usageError(`${JSON.stringify(text)} does not tell the kind`, 'write "table flights.airports", or an id');
}
