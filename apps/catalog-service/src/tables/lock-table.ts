import { columnKey, notFound } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { lockBucket } from '../buckets/bucket-store.ts';
import type { DataTable, TableColumn } from './data-table.ts';
import { lockTable } from './table-store.ts';

/**
 * The table as it is under its lock and its bucket's; refuses `not_found` if it was dropped since the caller's right was
 * established.
 */
export async function lockSeenTable(
  tx: WriteTx,
  { organization, bucket, id }: Pick<DataTable, 'organization' | 'bucket' | 'id'>,
): Promise<DataTable> {
  await lockBucket(tx, organization, bucket);
  const table = await lockTable(tx, organization, id);
  if (!table) throw notFound('table', id);
  return table;
}

/** The column of that name, as DuckDB matches names; refuses `not_found`. */
export function getColumn({ columns }: DataTable, name: string): TableColumn {
  const key = columnKey(name);
  const column = columns.find((candidate) => columnKey(candidate.name) === key);
  if (!column) throw notFound('column', name);
  return column;
}
