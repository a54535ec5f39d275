import {
  assertMayChangeObject,
  assertMayReadObject,
  assertMaySeeObject,
  maySeeInside,
  notFound,
  type ObjectReach,
  type TableId,
  waysTo,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import { getObjectReach, type Need } from '../access/object-reach.ts';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../mutation.ts';
import type { DataTable } from './data-table.ts';
import { findTable } from './table-store.ts';

type Named = { readonly kind: string; readonly id: string };

const asserts: Readonly<Record<Need, (reach: ObjectReach, object: Named) => void>> = {
  see: assertMaySeeObject,
  read: assertMayReadObject,
  write: assertMayChangeObject,
};

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
  const reach = waysTo(table, await getObjectReach(deps, call, principal, table, need));
  asserts[need](reach, { kind: 'table', id });
  return { table, sight: maySeeInside(reach.owner) ? 'inside' : 'through_link' };
}
