import { usageError } from './command-error.ts';

export type ColumnText = { readonly name: string; readonly type: string; readonly nullable: boolean };

const notNull = ':not-null';

/** Reads `name:TYPE` or `name:TYPE:not-null`; from the right, since a name may hold a colon. */
export function readColumn(text: string): ColumnText {
  const nullable = !text.endsWith(notNull);
  const rest = nullable ? text : text.slice(0, -notNull.length);
  const colon = rest.lastIndexOf(':');
  const name = rest.slice(0, colon);
  const type = rest.slice(colon + 1);
  if (colon > 0 && type !== '') return { name, type, nullable };
  throw usageError(`${JSON.stringify(text)} describes no column`, 'write NAME:TYPE or NAME:TYPE:not-null');
}
