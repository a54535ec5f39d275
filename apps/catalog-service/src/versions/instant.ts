import type { VersionQuery } from '@easement/contracts';
import {
  type BucketId,
  isHiddenThroughLinks,
  type ObjectId,
  type OrganizationId,
  parseId,
  type TableId,
  type ViewId,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { findBuckets } from '../buckets/bucket-store.ts';
import type { Bucket } from '../buckets/bucket.ts';
import { findFunctions } from '../functions/function-store.ts';
import type { SqlFunction } from '../functions/sql-function.ts';
import { ofKind } from '../objects/of-kind.ts';
import { type DataTable, tableWithRows } from '../tables/data-table.ts';
import { findTables } from '../tables/table-store.ts';
import { readClosure, readsOf } from '../views/read-closure.ts';
import { findViews } from '../views/view-store.ts';
import type { View } from '../views/view.ts';
import { currentFiles } from './data-file-store.ts';
import { findPlaces, type Place } from './version-places.ts';
import type { DataFile } from './version.ts';

/** What can be read in a statement. */
export type Readable =
  | { readonly case: 'table'; readonly value: DataTable }
  | { readonly case: 'view'; readonly value: View }
  | { readonly case: 'function'; readonly value: SqlFunction };

/** All that some queries are about, as it was at one instant. */
export type Instant = {
  /** Where each query leads. */
  readonly places: readonly Place[];
  readonly objects: ReadonlyMap<ObjectId, Readable>;
  /** What the views read to which queries lead, themselves or by other views; some may be gone. */
  readonly read: ReadonlySet<ObjectId>;
  readonly buckets: ReadonlyMap<BucketId, Bucket>;
  /** Of the tables of which they are wanted. */
  readonly files: ReadonlyMap<TableId, readonly DataFile[]>;
};

export async function findInstant(
  tx: ReadTx,
  organization: OrganizationId,
  queries: readonly VersionQuery[],
): Promise<Instant> {
  const places = await findPlaces(tx, organization, queries);
  const asked = places.flatMap(({ object }) => object ?? []);
  const roots = await findViews(tx, organization, unique(ofKind('view', asked)));
  const find = (ids: readonly ViewId[]) => findViews(tx, organization, ids);
  const shown = shownObjects(queries, places, roots);
  const { views, objects: read } = await readClosure(
    [...roots.values()].filter(({ id }) => shown.has(id)),
    find,
  );
  const known = unique([...asked, ...read]);
  const tables = await findTables(tx, organization, ofKind('table', known));
  const functions = await findFunctions(tx, organization, ofKind('function', known));
  const objects = new Map<ObjectId, Readable>([
    ...[...tables].map(([id, value]) => [id, { case: 'table', value }] as const),
    ...[...views].map(([id, value]) => [id, { case: 'view', value }] as const),
    ...[...functions].map(([id, value]) => [id, { case: 'function', value }] as const),
  ]);
  const holding = [...objects.values()].map(({ value }) => value.bucket);
  const buckets = await findBuckets(
    tx,
    organization,
    unique([...places.flatMap(({ bucket }) => bucket ?? []), ...holding]),
  );
  const wanted = wantedFiles(queries, places, objects).flatMap((id) => tables.get(id) ?? []);
  const files = await currentFiles(tx, organization, unique(wanted.map(tableWithRows)));
  return { places, objects, read, buckets, files };
}

/** What is asked for by a way that shows it, as far as it is about views: what no link shows is not followed either. */
function shownObjects(
  queries: readonly VersionQuery[],
  places: readonly Place[],
  views: ReadonlyMap<ObjectId, View>,
): ReadonlySet<ObjectId> {
  const shown = places.flatMap(({ object }, index) => {
    const isLinked = queries[index]?.way.case === 'linked';
    return object === undefined || (isLinked && views.get(object)?.isHidden === true) ? [] : [object];
  });
  return new Set(shown);
}

/** Whether a link shows nothing of it. */
export function isHidden(readable: Readable): boolean {
  switch (readable.case) {
    case 'table':
      return isHiddenThroughLinks(readable.value.alias);
    case 'view':
      return readable.value.isHidden;
    case 'function':
      return false;
  }
}

/** The tables to which queries lead that want files, directly or by a view. */
function wantedFiles(
  queries: readonly VersionQuery[],
  places: readonly Place[],
  objects: Instant['objects'],
): TableId[] {
  const views = new Map(
    [...objects.values()].flatMap((one) => (one.case === 'view' ? [[one.value.id, one.value] as const] : [])),
  );
  const wanting = places.flatMap(({ object }, index) => (queries[index]?.withoutFiles === true ? [] : (object ?? [])));
  const read = ofKind('view', unique(wanting)).flatMap((id) => {
    const view = views.get(parseId('view', id));
    return view ? readsOf(view, views).map(({ object }) => object) : [];
  });
  return ofKind('table', unique([...wanting, ...read]));
}

function unique<T>(things: readonly T[]): T[] {
  return [...new Set(things)];
}
