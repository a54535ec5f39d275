import { isHiddenThroughLinks, notFound, type TableId } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Need } from '../access/object-reach.ts';
import { reachObject } from '../access/reach-object.ts';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../mutation.ts';
import type { DataTable } from './data-table.ts';
import { findTable } from './table-store.ts';

/** A table of which the caller has what is needed, by whichever way. Refuses as the rules say where it has not. */
export async function getReachedTable(
  deps: Deps,
  call: Call,
  { organization, principal }: Caller,
  id: TableId,
  need: Need,
): Promise<{ readonly table: DataTable; readonly sight: Sight }> {
  const table = await deps.db.read(call, (tx) => findTable(tx, organization, id));
  if (!table) throw notFound('table', id);
  const object = { ...table, kind: 'table', isHidden: isHiddenThroughLinks(table.alias) };
  return { table, sight: await reachObject(deps, call, principal, object, need) };
}
