import { type FunctionId, notFound } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Need } from '../access/object-reach.ts';
import { reachObject } from '../access/reach-object.ts';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../mutation.ts';
import { findFunction } from './function-store.ts';
import type { SqlFunction } from './sql-function.ts';

/** A function of which the caller has what is needed, by whichever way. Refuses as the rules say where it has not. */
export async function getReachedFunction(
  deps: Deps,
  call: Call,
  { organization, principal }: Caller,
  id: FunctionId,
  need: Need,
): Promise<{ readonly made: SqlFunction; readonly sight: Sight }> {
  const made = await deps.db.read(call, (tx) => findFunction(tx, organization, id));
  if (!made) throw notFound('function', id);
  const object = { ...made, kind: 'function', isHidden: false };
  return { made, sight: await reachObject(deps, call, principal, object, need) };
}
