import {
  type BucketId,
  type ColumnId,
  hasAliases,
  needsColumns,
  type OrganizationId,
  type TableId,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { findAliases, findAliasesInto } from './alias-store.ts';

type Place = { readonly organization: OrganizationId; readonly id: TableId };

/** Refuses `not_empty` while an alias shows the table. Demands the table's lock, which making an alias takes too. */
export async function assertTableNotShown(tx: ReadTx, { organization, id }: Place): Promise<void> {
  const aliases = await findAliases(tx, organization, [id]);
  if (aliases.length > 0) throw aliasesOf(id, aliases);
}

/** Refuses `not_empty` where an alias of the table could not be without these columns. Demands the table's lock. */
export async function assertColumnsNotNeeded(
  tx: ReadTx,
  { organization, id }: Place,
  lost: readonly ColumnId[],
): Promise<void> {
  if (lost.length === 0) return;
  const gone = new Set(lost);
  const needing = (await findAliases(tx, organization, [id])).filter((alias) => needsColumns(alias, gone));
  if (needing.length > 0) throw aliasesOf(`what ${id} would lose`, needing);
}

/** Refuses `not_empty` while an alias elsewhere shows a table of the bucket. Demands the bucket's lock. */
export async function assertBucketNotShown(tx: ReadTx, organization: OrganizationId, id: BucketId): Promise<void> {
  const aliases = await findAliasesInto(tx, organization, [id]);
  const elsewhere = aliases.filter(({ bucket }) => bucket !== id);
  if (elsewhere.length > 0) throw aliasesOf(id, elsewhere);
}

function aliasesOf(what: string, aliases: readonly { readonly id: TableId }[]): Error {
  return hasAliases(
    what,
    aliases.map(({ id }) => id),
  );
}
