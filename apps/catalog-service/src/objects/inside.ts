import type { BucketId, ObjectId, OrganizationId } from '@easement/domain';
import { findPage, findRows, type Position, type ReadTx } from '@easement/persistence';
import type { Sight } from '../buckets/bucket-message.ts';
import { functionOutlineTable, toFunctionOutline } from '../functions/sql-function.table.ts';
import type { FunctionOutline } from '../functions/sql-function.ts';
import type { DataTable } from '../tables/data-table.ts';
import { dataTable } from '../tables/data-table.table.ts';
import { shownIn, toOutlines } from '../tables/table-store.ts';
import { toViewOutline, viewOutlineTable } from '../views/view.table.ts';
import type { ViewOutline } from '../views/view.ts';
import { ofKind } from './of-kind.ts';

/** What a bucket holds: a table without its columns, a view without its text, a function without its expression. */
export type Inside =
  | { readonly case: 'table'; readonly value: DataTable }
  | { readonly case: 'view'; readonly value: ViewOutline }
  | { readonly case: 'function'; readonly value: FunctionOutline };

/** Which objects: all of some buckets after a position, as many as `size`, or those that are named. */
export type Which =
  | { readonly buckets: readonly BucketId[]; readonly size: number; readonly after: Position | undefined }
  | { readonly ids: readonly ObjectId[] };

const by = ['bucket_id', 'id'] as const;

/** The objects of every kind, those of each in the order of the buckets' ids and their own. */
export async function findInside(
  tx: ReadTx,
  organization: OrganizationId,
  which: Which,
  sight: Sight,
): Promise<Inside[]> {
  const [tables, views, functions] = [
    await findTables(tx, organization, which, sight),
    await findViews(tx, organization, which, sight),
    await findFunctions(tx, organization, which),
  ];
  return [...tables, ...views, ...functions];
}

async function findTables(tx: ReadTx, organization: OrganizationId, which: Which, sight: Sight): Promise<Inside[]> {
  const seen = { organization_id: organization, ...shownIn(sight) };
  const rows =
    'ids' in which
      ? await findRows(tx, dataTable, { ...seen, id: ofKind('table', which.ids) })
      : (await findPage(tx, dataTable, { ...seen, bucket_id: which.buckets }, { by, ...which })).rows;
  return (await toOutlines(tx, organization, rows)).map((value) => ({ case: 'table', value }));
}

async function findViews(tx: ReadTx, organization: OrganizationId, which: Which, sight: Sight): Promise<Inside[]> {
  const seen = { organization_id: organization, ...shownIn(sight) };
  const rows =
    'ids' in which
      ? await findRows(tx, viewOutlineTable, { ...seen, id: ofKind('view', which.ids) })
      : (await findPage(tx, viewOutlineTable, { ...seen, bucket_id: which.buckets }, { by, ...which })).rows;
  return rows.map((row) => ({ case: 'view', value: toViewOutline(row) }));
}

async function findFunctions(tx: ReadTx, organization: OrganizationId, which: Which): Promise<Inside[]> {
  const seen = { organization_id: organization };
  const rows =
    'ids' in which
      ? await findRows(tx, functionOutlineTable, { ...seen, id: ofKind('function', which.ids) })
      : (await findPage(tx, functionOutlineTable, { ...seen, bucket_id: which.buckets }, { by, ...which })).rows;
  return rows.map((row) => ({ case: 'function', value: toFunctionOutline(row) }));
}
