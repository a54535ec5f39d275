import type { Position } from '@easement/persistence';
import type { DataTable } from './data-table.ts';

/** Columns on a page of tables: with names as long as names may be, a page still fits into one message. */
const mostColumns = 5_000;

export type PageOfTables = { readonly tables: readonly DataTable[]; readonly next: Position | undefined };

/** Ends a page of tables, which are in the order of their ids, early where they have very many columns. */
export function endPage({ tables, next }: PageOfTables, most = mostColumns): PageOfTables {
  let columns = 0;
  // The first table is on the page however wide it is: a list that does not go on would never end.
  const tooMany = tables.findIndex((table, at) => (columns += table.columns.length) > most && at > 0);
  const last = tables[tooMany - 1];
  return last ? { tables: tables.slice(0, tooMany), next: [last.id] } : { tables, next };
}
