import { type BucketId, columnKey, notFound } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { findAliases } from '../aliases/alias-store.ts';
import { lockBucket } from '../buckets/bucket-store.ts';
import type { DataTable, TableColumn } from './data-table.ts';
import { getTableIn, lockTable } from './table-store.ts';

type Place = Pick<DataTable, 'organization' | 'bucket' | 'id'>;

/**
 * The table as it is under its lock and its bucket's; refuses `not_found` if it was dropped since the caller's right was
 * established.
 */
export async function lockSeenTable(tx: WriteTx, seen: Place): Promise<DataTable> {
  await lockBucket(tx, seen.organization, seen.bucket);
  return await getLockedTable(tx, seen);
}

/** The table as it is under its lock; the locks of buckets come before. Refuses `not_found`. */
export async function getLockedTable(
  tx: WriteTx,
  { organization, id }: Pick<Place, 'organization' | 'id'>,
): Promise<DataTable> {
  const table = await lockTable(tx, organization, id);
  if (!table) throw notFound('table', id);
  return table;
}

/**
 * The same for what drops the table or columns of it: holds the buckets of the aliases that show it too, in the order of
 * their ids, so that none of those is linked meanwhile. An alias that comes after they were looked for, and before the
 * table is locked, is found again then; a wait in the wrong order ends as a deadlock, and the work runs again.
 */
export async function lockTableToDrop(tx: WriteTx, seen: Place): Promise<DataTable> {
  const { organization, bucket, id } = seen;
  const locked = await lockBuckets(tx, seen, [bucket, ...(await bucketsOfAliases(tx, seen))]);
  const table = await getLockedTable(tx, { organization, id });
  const late = (await bucketsOfAliases(tx, seen)).filter((one) => !locked.has(one));
  await lockBuckets(tx, seen, late);
  return table;
}

/** An alias under its lock, with its source's and those of both buckets; any other table as `lockSeenTable` does. */
export async function lockWithSource(tx: WriteTx, seen: DataTable): Promise<DataTable> {
  const { organization, alias } = seen;
  if (!alias) return await lockSeenTable(tx, seen);
  const source = await getTableIn(tx, { organization, id: alias.source });
  await lockBuckets(tx, seen, [seen.bucket, source.bucket]);
  for (const id of [seen.id, source.id].sort()) await getLockedTable(tx, { organization, id });
  return await getTableIn(tx, seen);
}

async function bucketsOfAliases(tx: WriteTx, { organization, id }: Place): Promise<BucketId[]> {
  return (await findAliases(tx, organization, [id])).map(({ bucket }) => bucket);
}

async function lockBuckets(tx: WriteTx, { organization }: Place, ids: readonly BucketId[]): Promise<Set<BucketId>> {
  const ordered = new Set([...ids].sort());
  for (const id of ordered) await lockBucket(tx, organization, id);
  return ordered;
}

/** The column of that name, as DuckDB matches names; refuses `not_found`. */
export function getColumn({ columns }: DataTable, name: string): TableColumn {
  const key = columnKey(name);
  const column = columns.find((candidate) => columnKey(candidate.name) === key);
  if (!column) throw notFound('column', name);
  return column;
}
