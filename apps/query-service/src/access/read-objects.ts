import type { FunctionVersion, ReadObject, TableVersion, ViewVersion } from '@easement/contracts';
import { type ObjectId, parseId, parseObjectId, type ReadThing } from '@easement/domain';
import type { NamedBucket } from './resolve-objects.ts';

/** What views read, by ids. */
export type ReadObjects = {
  readonly tables: ReadonlyMap<string, TableVersion>;
  readonly views: ReadonlyMap<string, ViewVersion>;
  readonly functions: ReadonlyMap<string, FunctionVersion>;
};

/** A view with whatever it, and others of the same statement, read; `way` is the link that it comes in by. */
export type ViewWithReads = {
  readonly view: ViewVersion;
  readonly read: ReadObjects;
  readonly way: NamedBucket | undefined;
};

export function toReadObjects(read: readonly ReadObject[]): ReadObjects {
  const tables = new Map<string, TableVersion>();
  const views = new Map<string, ViewVersion>();
  const functions = new Map<string, FunctionVersion>();
  for (const { object } of read) {
    if (object.case === 'table') tables.set(object.value.tableId, object.value);
    if (object.case === 'view') views.set(object.value.viewId, object.value);
    if (object.case === 'function') functions.set(object.value.functionId, object.value);
  }
  return { tables, views, functions };
}

/** The same as the rules look at it. */
export function toThings({ tables, views, functions }: ReadObjects): ReadonlyMap<ObjectId, ReadThing> {
  const things = [
    ...[...tables.values()].map((table) => ({ ...placeOf(table), object: parseObjectId(table.tableId), reads: [] })),
    ...[...views.values()].map(toThing),
    ...[...functions.values()].map(({ functionId, bucketId, projectId }) => ({
      ...placeOf({ bucketId, projectId, hiddenThroughLinks: false }),
      ...{ object: parseObjectId(functionId), reads: [] },
    })),
  ];
  return new Map(things.map((thing) => [thing.object, thing]));
}

export function toThing(view: ViewVersion): ReadThing {
  const reads = view.dependencies.map(({ objectId }) => parseObjectId(objectId));
  return { ...placeOf(view), object: parseObjectId(view.viewId), reads };
}

type Placed = Pick<TableVersion, 'bucketId' | 'projectId' | 'hiddenThroughLinks'>;

function placeOf({ bucketId, projectId, hiddenThroughLinks }: Placed) {
  return { bucket: parseId('bucket', bucketId), project: parseId('project', projectId), isHidden: hiddenThroughLinks };
}
