import type { BucketId, Dependency, ObjectId, OrganizationId, ViewId } from '@easement/domain';
import {
  deleteRows,
  findPage,
  findRows,
  insertRow,
  insertRows,
  lockRow,
  type Position,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import type { Sight } from '../buckets/bucket-message.ts';
import { tellView } from '../feed/tell.ts';
import { freeNamesOf } from '../names/name-store.ts';
import { ofKind } from '../objects/of-kind.ts';
import { shownIn } from '../tables/table-store.ts';
import { toDependency, toDependencyRows, viewDependencyTable } from './view-dependency.table.ts';
import { toView, toViewOutline, toViewRow, viewOutlineTable, viewTable, type ViewRow } from './view.table.ts';
import type { ReadingView, View, ViewOutline } from './view.ts';

export async function insertView(tx: WriteTx, view: View): Promise<void> {
  await insertRow(tx, viewTable, toViewRow(view));
  await insertRows(tx, viewDependencyTable, toDependencyRows(view));
  tellView(tx, undefined, view);
}

export async function findView(tx: ReadTx, organization: OrganizationId, id: ViewId): Promise<View | undefined> {
  return (await findViews(tx, organization, [id])).get(id);
}

/** Those of the views that there are. */
export async function findViews(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly ViewId[],
): Promise<ReadonlyMap<ViewId, View>> {
  if (ids.length === 0) return new Map();
  const rows = await findRows(tx, viewTable, { organization_id: organization, id: ids });
  return new Map((await withDependencies(tx, organization, rows)).map((view) => [view.id, view]));
}

/** The same without their texts. */
export async function findReadingViews(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly ViewId[],
): Promise<ReadonlyMap<ViewId, ReadingView>> {
  if (ids.length === 0) return new Map();
  const rows = await findRows(tx, viewOutlineTable, { organization_id: organization, id: ids });
  const read = await findDependencies(tx, organization, rows);
  return new Map(rows.map((row) => [row.id, { ...toViewOutline(row), dependencies: read.get(row.id) ?? [] }]));
}

/** Reads the view and holds its row until commit. Its bucket's comes first. */
export async function lockView(tx: WriteTx, organization: OrganizationId, id: ViewId): Promise<View | undefined> {
  const row = await lockRow(tx, viewTable, { organization_id: organization, id });
  return row && (await withDependencies(tx, organization, [row]))[0];
}

/** Gives the view another text, and answers it as it is then. Demands its lock. */
export async function redefineView(tx: WriteTx, view: View, changed: Omit<View, 'version'>): Promise<View> {
  const after = { ...changed, version: view.version + 1 };
  const { statement, columns, source_names, comment, hidden, update_time } = toViewRow(after);
  const { organization: organization_id, id } = view;
  const change = { statement, columns, source_names, comment, hidden, update_time };
  await updateRows(tx, viewTable, { organization_id, id }, change);
  await deleteRows(tx, viewDependencyTable, { organization_id, view_id: id });
  await insertRows(tx, viewDependencyTable, toDependencyRows(after));
  tellView(tx, view, after);
  return after;
}

/** Changes what the view says of itself, and answers it as it is then. Demands its lock. */
export async function changeView(
  tx: WriteTx,
  view: View,
  changes: Partial<Pick<View, 'name' | 'comment'>> & Pick<View, 'updateTime'>,
): Promise<View> {
  const after = { ...view, ...changes, version: view.version + 1 };
  const { name, comment, update_time } = toViewRow(after);
  const { organization: organization_id, id } = view;
  await updateRows(tx, viewTable, { organization_id, id }, { name, comment, update_time });
  tellView(tx, view, after);
  return after;
}

/** Shows the view through links, or hides it from them. Demands the lock of its bucket. */
export async function setHidden(tx: WriteTx, view: ViewOutline, hidden: boolean): Promise<void> {
  await updateRows(tx, viewTable, { organization_id: view.organization, id: view.id }, { hidden });
  tellView(tx, view, { ...view, isHidden: hidden });
}

/** Deletes views with their names, and tells nobody. Demands the lock of their bucket. */
export async function removeViews(tx: WriteTx, organization: OrganizationId, ids: readonly ViewId[]): Promise<void> {
  if (ids.length === 0) return;
  await freeNamesOf(tx, organization, ids);
  await deleteRows(tx, viewDependencyTable, { organization_id: organization, view_id: ids });
  await deleteRows(tx, viewTable, { organization_id: organization, id: ids });
}

/** So many at once that statements stay short. */
const batch = 100;

/** Deletes the views of a bucket with it. */
export async function removeViewsOf(tx: WriteTx, organization: OrganizationId, bucket: BucketId): Promise<void> {
  const where = { organization_id: organization, bucket_id: bucket };
  for (;;) {
    const { rows, next } = await findPage(tx, viewTable, where, { by: ['id'], size: batch, after: undefined });
    await removeViews(
      tx,
      organization,
      rows.map(({ id }) => id),
    );
    if (next === undefined) return;
  }
}

/** The views of a bucket in the order of their ids; through a link, those that it shows, and no other than `granted`. */
export async function pageOfViews(
  tx: ReadTx,
  organization: OrganizationId,
  bucket: BucketId,
  page: {
    readonly size: number;
    readonly after: Position | undefined;
    readonly sight: Sight;
    readonly granted: ReadonlySet<ObjectId> | undefined;
  },
): Promise<{ readonly views: View[]; readonly next: Position | undefined }> {
  const { size, after, sight, granted } = page;
  const seen = { ...shownIn(sight), ...(granted ? { id: ofKind('view', granted) } : {}) };
  const where = { organization_id: organization, bucket_id: bucket, ...seen };
  const { rows, next } = await findPage(tx, viewTable, where, { by: ['id'], size, after });
  return { views: await withDependencies(tx, organization, rows), next };
}

async function withDependencies(tx: ReadTx, organization: OrganizationId, rows: readonly ViewRow[]): Promise<View[]> {
  const read = await findDependencies(tx, organization, rows);
  return rows.map((row) => toView(row, read.get(row.id) ?? []));
}

async function findDependencies(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly Pick<ViewRow, 'id'>[],
): Promise<ReadonlyMap<ViewId, readonly Dependency[]>> {
  if (rows.length === 0) return new Map();
  const view_id = rows.map(({ id }) => id);
  const found = await findRows(tx, viewDependencyTable, { organization_id: organization, view_id });
  const byView = Map.groupBy(found, (row) => row.view_id);
  return new Map([...byView].map(([id, own]) => [id, own.map(toDependency)]));
}
