import type { TableVersion } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { type Name, type ObjectName, refuseAt } from '@easement/sql';
import type { ResolvedObject } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import { getOwnDatabase } from './database.ts';
import { type Here, qualified } from './here.ts';

/** A table that a statement names, as the project sees it, by its own name or through a link. */
export async function getTable(deps: Pick<Deps, 'resolver'>, here: Here, name: ObjectName): Promise<TableVersion> {
  const { call, project, text } = here;
  const [version] = await deps.resolver.tables(call, project, text, [qualified(here, name)]);
  if (!version) throw new Error('no table was answered for a name');
  return version;
}

/**
 * A table, view or function. `unread` answers a view though what it reads is gone or closed: to drop it takes no reading.
 */
export async function getObject(
  { resolver }: Pick<Deps, 'resolver'>,
  here: Here,
  name: ObjectName,
  how: 'read' | 'unread' = 'unread',
): Promise<ResolvedObject> {
  const { call, project, text } = here;
  const resolve = how === 'read' ? resolver.objects : resolver.unread;
  const [object] = await resolve(call, project, text, [qualified(here, name)]);
  if (!object || object.kind === 'built-in') throw new Error('no object was answered for a name');
  return object;
}

export function idOf(object: ResolvedObject): string {
  switch (object.kind) {
    case 'table':
      return object.table.tableId;
    case 'view':
      return object.view.viewId;
    case 'function':
      return object.made.functionId;
  }
}

/** A table of the project's own that a statement would change: `link_is_read_only` where it is behind a link. */
export async function getOwnTable(deps: Deps, here: Here, name: ObjectName): Promise<TableVersion> {
  const { database, written } = placeIn(here, name);
  await getOwnDatabase(deps, here, database, written);
  return await getTable(deps, here, name);
}

/** The database and the last part of a name of two. */
export function placeIn(
  here: Here,
  name: ObjectName,
): { readonly database: Name; readonly last: string; readonly written: string } {
  const { parts, offset } = qualified(here, name);
  const [database, last, ...more] = parts;
  if (database !== undefined && last !== undefined && more.length === 0) {
    return { database: { text: database, offset }, last, written: parts.join('.') };
  }
  const written = parts.join('.');
  const message = `${written} needs a database: write database.name, or USE one`;
  throw refuseAt('unknown_name', message, here.text, offset, { name: written });
}

type OwnObject<K extends ResolvedObject['kind']> = Extract<ResolvedObject, { kind: K }>;

/** A thing of this kind in an own database, to drop or rename; `unknown_name` where the name is that of another kind. */
export async function getOwnObject<K extends 'view' | 'function'>(
  deps: Deps,
  here: Here,
  name: ObjectName,
  kind: K,
): Promise<OwnObject<K>> {
  await getOwnDatabase(deps, here, placeIn(here, name).database);
  const object = await getObject(deps, here, name);
  if (isOf(object, kind)) return object;
  const written = name.parts.join('.');
  const message = `${written} is a ${object.kind}, no ${kind}; write ${object.kind.toUpperCase()} in place of ${kind.toUpperCase()}`;
  throw refuseAt('unknown_name', message, here.text, name.offset, { name: written });
}

function isOf<K extends ResolvedObject['kind']>(object: ResolvedObject, kind: K): object is OwnObject<K> {
  return object.kind === kind;
}

/** What a statement with IF EXISTS does where the thing is not there. */
export async function orUnknown<T>(isAllowed: boolean, find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isAllowed && error instanceof Refusal && error.reason === 'unknown_name') return undefined;
    throw error;
  }
}

/** What a statement with IF NOT EXISTS does where the name is taken: answers undefined. */
export async function orTaken<T>(isAllowed: boolean, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (isAllowed && error instanceof Refusal && error.reason === 'name_taken') return undefined;
    throw error;
  }
}
