import type { GrantObject, ObjectName } from '@easement/sql';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import { getTable } from './object.ts';

/** The id of a table, view or function that a grant names. */
export async function getGrantedObject(
  deps: Deps,
  here: Here,
  _kind: Exclude<GrantObject['kind'], 'bucket'>,
  name: ObjectName,
): Promise<string> {
  return (await getTable(deps, here, name)).tableId;
}
