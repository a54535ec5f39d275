import { isViewHidden, type ObjectId, type ViewId } from '@easement/domain';
import { findRows, type ReadTx, type WriteTx } from '@easement/persistence';
import { assertNotHeld } from '../holds/held.ts';
import { ofKind } from '../objects/of-kind.ts';
import { viewDependencyTable } from './view-dependency.table.ts';
import { findReadingViews, setHidden } from './view-store.ts';
import type { ReadingView } from './view.ts';

/** The views of its project that read the view, themselves or by others. Demands the guard of the project. */
export async function findReaders(tx: ReadTx, { organization, project, id }: ReadingView): Promise<ReadingView[]> {
  const readers = new Map<ViewId, ReadingView>();
  let level: readonly ViewId[] = [id];
  while (level.length > 0) {
    const rows = await findRows(tx, viewDependencyTable, { organization_id: organization, object_id: level });
    const next = [...new Set(rows.map(({ view_id }) => view_id))].filter((one) => one !== id && !readers.has(one));
    const found = [...(await findReadingViews(tx, organization, next)).values()].filter(
      (view) => view.project === project,
    );
    for (const view of found) readers.set(view.id, view);
    level = found.map((view) => view.id);
  }
  return [...readers.values()];
}

/**
 * Hides the readers of a view from links, or shows them, as the view that they read is hidden or shown now. To hide one
 * counts as its drop. Demands the locks of their buckets.
 */
export async function followSight(tx: WriteTx, changed: ReadingView, readers: readonly ReadingView[]): Promise<void> {
  const { organization } = changed;
  const own = new Set<ObjectId>([changed.id, ...readers.map(({ id }) => id)]);
  const others = ofKind(
    'view',
    readers.flatMap(({ dependencies }) => dependencies.map(({ object }) => object)),
  ).filter((id) => !own.has(id));
  const read = [changed, ...(await findReadingViews(tx, organization, [...new Set(others)])).values()];
  const hidden = new Set<ObjectId>(read.filter(({ isHidden }) => isHidden).map(({ id }) => id));
  // One that is hidden hides those that read it: until nothing changes any more.
  let coming: readonly ReadingView[];
  do {
    coming = readers.filter((reader) => !hidden.has(reader.id) && isViewHidden(reader, hidden));
    for (const { id } of coming) hidden.add(id);
  } while (coming.length > 0);
  for (const reader of readers) {
    const isHidden = hidden.has(reader.id);
    if (isHidden === reader.isHidden) continue;
    if (isHidden) await assertNotHeld(tx, organization, { bucket: reader.bucket, object: reader.id }, reader.id);
    await setHidden(tx, reader, isHidden);
  }
}
