import {
  aliasesLeftBy,
  assertNoAliases,
  type BucketId,
  type ColumnId,
  needsColumns,
  type OrganizationId,
  type TableId,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { findAliases, findAliasesInto } from './alias-store.ts';

type Place = { readonly organization: OrganizationId; readonly id: TableId };

/** Refuses `not_empty` while an alias shows the table. Demands the table's lock, which making an alias takes too. */
export async function assertTableNotShown(tx: ReadTx, { organization, id }: Place): Promise<void> {
  assertNoAliases(id, aliasesLeftBy(id, await findAliases(tx, organization, [id])));
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
  assertNoAliases(`what ${id} would lose`, aliasesLeftBy(id, needing));
}

/** Refuses `not_empty` while an alias elsewhere shows a table of the bucket. Demands the bucket's lock. */
export async function assertBucketNotShown(tx: ReadTx, organization: OrganizationId, id: BucketId): Promise<void> {
  assertNoAliases(id, aliasesLeftBy(id, await findAliasesInto(tx, organization, [id])));
}
