import type { TableVersion, ViewVersion } from '@easement/contracts';
import { parseColumnType, type ProjectId } from '@easement/domain';
import type { GrantedTable } from '../engine/worker/granted-table.ts';
import { toGrantedTable } from './granted.ts';
import type { ReadObjects } from './read-objects.ts';
import type { Resolved } from './resolve-objects.ts';

/**
 * What a worker is given: first what the statement names, in its order, then whatever views read besides, each once. A
 * view is given by its text, and the places in this list of what its names stand for.
 */
export function toGrantedObjects(resolved: readonly Resolved[], project: ProjectId): GrantedTable[] {
  const read = resolved.find((one) => one.kind === 'view')?.read;
  const named = resolved.map((one) => (one.kind === 'table' ? one.table : one.view));
  const objects: (TableVersion | ViewVersion)[] = [...named];
  if (read) objects.push(...besides(resolved, read));
  const places = new Map(objects.map((object, place) => [idOf(object), place] as const).reverse());
  return objects.map((object) =>
    'tableId' in object ? toGrantedTable(object) : toGrantedView(object, places, read, project),
  );
}

/** What the views read, themselves and by each other, in no order. */
function besides(resolved: readonly Resolved[], { tables, views }: ReadObjects): (TableVersion | ViewVersion)[] {
  const pending = resolved.flatMap((one) => (one.kind === 'view' ? [one.view] : []));
  const found = new Map<string, TableVersion | ViewVersion>();
  for (let view = pending.pop(); view; view = pending.pop()) {
    for (const { objectId } of view.dependencies) {
      const object = tables.get(objectId) ?? views.get(objectId);
      if (!object || found.has(objectId)) continue;
      found.set(objectId, object);
      if ('viewId' in object) pending.push(object);
    }
  }
  const known = new Set(resolved.map((one) => idOf(one.kind === 'table' ? one.table : one.view)));
  return [...found].filter(([id]) => !known.has(id)).map(([, object]) => object);
}

function toGrantedView(
  view: ViewVersion,
  places: ReadonlyMap<string, number>,
  read: ReadObjects | undefined,
  project: ProjectId,
): GrantedTable {
  return {
    columns: view.columns.map(({ name, type }) => ({ id: '', name, type: parseColumnType(type) })),
    files: [],
    view: {
      text: view.statement,
      fields: view.sourceNames,
      names: view.dependencies.map(({ name }) => name),
      places: view.dependencies.map(({ objectId }) => places.get(objectId) ?? -1),
      label: view.projectId === project ? `${view.bucketName}.${view.viewName}` : view.viewName,
      // What another project's view leaves out must not be evaluated by what this statement says.
      isBarrier: view.projectId !== project,
      depth: depthOf(view, read, 0),
    },
  };
}

const deepest = 20;

/** How many views lie below: those that lie below are made first. */
function depthOf(view: ViewVersion, read: ReadObjects | undefined, from: number): number {
  if (from > deepest) return deepest;
  const below = view.dependencies.flatMap(({ objectId }) => read?.views.get(objectId) ?? []);
  return Math.max(0, ...below.map((inner) => 1 + depthOf(inner, read, from + 1)));
}

function idOf(object: TableVersion | ViewVersion): string {
  return 'tableId' in object ? object.tableId : object.viewId;
}
