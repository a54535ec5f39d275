import {
  assertReadsOthers,
  deepestView,
  isViewHidden,
  mostReadByView,
  type ObjectId,
  type Reading,
  type ViewId,
  viewTooLarge,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { ofKind } from '../objects/of-kind.ts';
import { findReadingViews } from './view-store.ts';
import type { ReadingView, View } from './view.ts';

/** What views read, themselves or by other views. */
export type Closure<V extends Reading> = {
  /** The views to begin with, and those that they read. */
  readonly views: ReadonlyMap<ViewId, V>;
  /** All that any of those names, whether or not it is still there. */
  readonly objects: ReadonlySet<ObjectId>;
};

/** Of all the views of one request. */
const mostRead = 10_000;

/**
 * What the views read. `find` is asked once for each level of views that read views. Refuses `query_too_large` where they
 * are too deep, or too many.
 */
export async function readClosure<V extends Reading>(
  roots: readonly V[],
  find: (ids: readonly ViewId[]) => Promise<ReadonlyMap<ViewId, V>>,
  most = mostRead,
): Promise<Closure<V>> {
  const views = new Map(roots.map((view) => [view.id, view]));
  const objects = new Set<ObjectId>();
  let level: readonly V[] = roots;
  for (let depth = 1; level.length > 0; depth += 1) {
    for (const { object } of level.flatMap(({ dependencies }) => dependencies)) objects.add(object);
    if (objects.size > most || depth > deepestView) throw viewTooLarge(most);
    const next = ofKind('view', objects).filter((id) => !views.has(id));
    level = next.length === 0 ? [] : [...(await find(next)).values()];
    for (const view of level) views.set(view.id, view);
  }
  return { views, objects };
}

/** What one of the views reads: each name of its own text, and of those of the views that it reads. */
export function readsOf<V extends Reading>(root: V, views: ReadonlyMap<ViewId, V>): V['dependencies'][number][] {
  const seen = new Set([root]);
  // A set is walked to its end, also where it grows meanwhile.
  for (const { dependencies } of seen) {
    for (const { object } of dependencies) {
      const view = views.get(object as ViewId);
      if (view) seen.add(view);
    }
  }
  return [...seen].flatMap(({ dependencies }) => dependencies);
}

/** The view as it is to be: refuses what reads itself, or too much, and tells whether links show it. */
export async function withSight(tx: ReadTx, draft: View): Promise<View> {
  const find = (ids: readonly ViewId[]) => findReadingViews(tx, draft.organization, ids);
  const { views } = await readClosure<ReadingView>([draft], find, mostReadByView);
  const read = [...views.values()];
  assertReadsOthers(draft, read);
  const hidden = new Set(read.filter(({ id, isHidden }) => isHidden && id !== draft.id).map(({ id }) => id));
  return { ...draft, isHidden: isViewHidden(draft, hidden) };
}
