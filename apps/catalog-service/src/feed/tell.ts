import { ChangeKind } from '@easement/contracts';
import { addChange, type WriteTx } from '@easement/persistence';
import { feedChange } from '@easement/rpc';
import type { Bucket } from '../buckets/bucket.ts';
import type { SqlFunction } from '../functions/sql-function.ts';
import type { DataTable, TableColumn } from '../tables/data-table.ts';
import type { ViewOutline } from '../views/view.ts';

/** Tells the feed what became of a bucket; of one that is dropped, and so of all that was in it, once. */
export function tellBucket(tx: WriteTx, before: Bucket | undefined, after: Bucket | undefined): void {
  const bucket = after ?? before;
  if (!bucket) return;
  const { organization, id: bucketId, project: projectId } = bucket;
  const value = { kind: kindOf(before, after), bucketId, projectId, ...namesOf(before, after) };
  addChange(tx, feedChange(organization, { case: 'bucket', value }));
}

/** Tells what became of a table or alias: not of its columns or rows. */
export function tellTable(tx: WriteTx, before: DataTable | undefined, after: DataTable | undefined): void {
  const table = after ?? before;
  if (!table) return;
  const { organization, id: tableId, bucket: bucketId, project: projectId } = table;
  const value = { kind: kindOf(before, after), tableId, bucketId, projectId, ...namesOf(before, after) };
  addChange(tx, feedChange(organization, { case: 'table', value }));
}

/** Tells what became of a view. */
export function tellView(tx: WriteTx, before: ViewOutline | undefined, after: ViewOutline | undefined): void {
  const view = after ?? before;
  if (!view) return;
  const { organization, id: viewId, bucket: bucketId, project: projectId } = view;
  const value = { kind: kindOf(before, after), viewId, bucketId, projectId, ...namesOf(before, after) };
  addChange(tx, feedChange(organization, { case: 'view', value }));
}

/** Tells what became of a function. */
export function tellFunction(tx: WriteTx, before: SqlFunction | undefined, after: SqlFunction | undefined): void {
  const made = after ?? before;
  if (!made) return;
  const { organization, id: functionId, bucket: bucketId, project: projectId, name } = made;
  const value = { kind: kindOf(before, after), functionId, bucketId, projectId, name };
  addChange(tx, feedChange(organization, { case: 'function', value }));
}

/** Tells which columns the table lost, got or has otherwise than before; in a list they keep their ids. */
export function tellColumns(
  tx: WriteTx,
  table: DataTable,
  before: readonly TableColumn[],
  after: readonly TableColumn[],
): void {
  const was = new Map(before.map((column) => [column.id, column]));
  const is = new Map(after.map((column) => [column.id, column]));
  for (const id of new Set([...was.keys(), ...is.keys()])) tellColumn(tx, table, was.get(id), is.get(id));
}

/** Tells that the table holds other rows. */
export function tellVersion(tx: WriteTx, table: DataTable): void {
  const { organization, id: tableId, bucket: bucketId, project: projectId, dataVersion } = table;
  const value = { tableId, bucketId, projectId, version: BigInt(dataVersion) };
  addChange(tx, feedChange(organization, { case: 'version', value }));
}

function tellColumn(
  tx: WriteTx,
  { organization, id: tableId, bucket: bucketId, project: projectId }: DataTable,
  before: TableColumn | undefined,
  after: TableColumn | undefined,
): void {
  const column = after ?? before;
  if (!column || (before && after && isSame(before, after))) return;
  const place = { columnId: column.id, tableId, bucketId, projectId };
  const value = { kind: kindOf(before, after), ...place, ...namesOf(before, after) };
  addChange(tx, feedChange(organization, { case: 'column', value }));
}

function isSame(one: TableColumn, other: TableColumn): boolean {
  return one.name === other.name && one.type === other.type && one.nullable === other.nullable;
}

function kindOf(before: object | undefined, after: object | undefined): ChangeKind {
  if (!before) return ChangeKind.CREATED;
  return after ? ChangeKind.UPDATED : ChangeKind.DELETED;
}

type Named = { readonly name: string };

function namesOf(before: Named | undefined, after: Named | undefined) {
  const isRenamed = before !== undefined && after !== undefined && before.name !== after.name;
  return { name: (after ?? before)?.name ?? '', previousName: isRenamed ? before.name : '' };
}
