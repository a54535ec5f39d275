import type { FunctionVersion, TableVersion, ViewVersion } from '@easement/contracts';
import { isId, parseColumnType, type ProjectId } from '@easement/domain';
import type { Granted } from '../engine/run-statement.ts';
import type { GrantedFunction } from '../engine/sql/granted-function.ts';
import type { Statement } from '../engine/sql/statement.ts';
import type { GrantedTable } from '../engine/worker/granted-table.ts';
import { toGrantedTable } from './granted.ts';
import type { ReadObjects } from './read-objects.ts';
import type { MeantName, Resolved } from './resolve-objects.ts';

/**
 * What a statement is given: of tables and views first what it names, in its order, then whatever views read besides,
 * each once; and the functions, in the order in which it names them. A view is given by its text, and the places in the
 * list of what its names stand for.
 */
export function toGranted(resolved: readonly Resolved[], project: ProjectId): Granted {
  const read = resolved.find((one) => one.kind === 'view')?.read;
  const named = resolved.flatMap(readableOf);
  const objects: (TableVersion | ViewVersion)[] = [...named];
  if (read) objects.push(...besides(named, read));
  const places = new Map(objects.map((object, place) => [idOf(object), place] as const).reverse());
  const tables = objects.map((object) =>
    'tableId' in object ? toGrantedTable(object) : toGrantedView(object, places, read, project),
  );
  const called = resolved.filter((one) => one.kind === 'function' || one.kind === 'built-in');
  return { tables, functions: called.map((one) => ('made' in one ? toGrantedFunction(one.made, project) : undefined)) };
}

/** The names of a statement, of its tables first: what `toGranted` wants resolved. */
export function namesOf({ tables, functions }: Pick<Select, 'tables' | 'functions'>): MeantName[] {
  return [...tables, ...functions];
}

type Select = Extract<Statement, { kind: 'select' }>;

function readableOf(one: Resolved): (TableVersion | ViewVersion)[] {
  if (one.kind === 'table') return [one.table];
  return one.kind === 'view' ? [one.view] : [];
}

function toGrantedFunction(made: FunctionVersion, project: ProjectId): GrantedFunction {
  const { bucketName, functionName, parameters, returnType, expression, projectId } = made;
  return {
    parameters: parameters.map(({ name, type }) => ({ name, type: parseColumnType(type) })),
    returnType: parseColumnType(returnType),
    expression,
    label: projectId === project ? `${bucketName}.${functionName}` : functionName,
    isForeign: projectId !== project,
  };
}

/** What the views read, themselves and by each other, in no order. */
function besides(
  named: readonly (TableVersion | ViewVersion)[],
  { tables, views }: ReadObjects,
): (TableVersion | ViewVersion)[] {
  const pending = named.filter((object) => 'viewId' in object);
  const found = new Map<string, TableVersion | ViewVersion>();
  for (let view = pending.pop(); view; view = pending.pop()) {
    for (const { objectId } of view.dependencies) {
      const object = tables.get(objectId) ?? views.get(objectId);
      if (!object || found.has(objectId)) continue;
      found.set(objectId, object);
      if ('viewId' in object) pending.push(object);
    }
  }
  const known = new Set(named.map(idOf));
  return [...found].filter(([id]) => !known.has(id)).map(([, object]) => object);
}

function toGrantedView(
  view: ViewVersion,
  places: ReadonlyMap<string, number>,
  read: ReadObjects | undefined,
  project: ProjectId,
): GrantedTable {
  const [calls, reads] = [
    view.dependencies.filter(({ objectId }) => isId('function', objectId)),
    view.dependencies.filter(({ objectId }) => !isId('function', objectId)),
  ];
  return {
    columns: view.columns.map(({ name, type }) => ({ id: '', name, type: parseColumnType(type) })),
    files: [],
    view: {
      text: view.statement,
      fields: view.sourceNames,
      names: reads.map(({ name }) => name),
      places: reads.map(({ objectId }) => places.get(objectId) ?? -1),
      functions: calls.flatMap(({ name, objectId }) => {
        const made = read?.functions.get(objectId);
        return made ? [{ ...toGrantedFunction(made, project), name }] : [];
      }),
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
