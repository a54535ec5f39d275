import { type GrantObject, type ObjectName, refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import { getObject, idOf } from './object.ts';

/** The id of a table, view or function that a grant names as what it is. */
export async function getGrantedObject(
  deps: Deps,
  here: Here,
  kind: Exclude<GrantObject['kind'], 'bucket'>,
  name: ObjectName,
): Promise<string> {
  const object = await getObject(deps, here, name);
  if (object.kind === kind) return idOf(object);
  const written = name.parts.join('.');
  const message = `${written} is a ${object.kind}, no ${kind}; write ${object.kind.toUpperCase()} ${written}`;
  throw refuseAt('unknown_name', message, here.text, name.offset, { name: written });
}
