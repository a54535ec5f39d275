import { notFound, type ViewId } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Need } from '../access/object-reach.ts';
import { reachObject } from '../access/reach-object.ts';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../mutation.ts';
import { findView } from './view-store.ts';
import type { View } from './view.ts';

/** A view of which the caller has what is needed, by whichever way. Refuses as the rules say where it has not. */
export async function getReachedView(
  deps: Deps,
  call: Call,
  { organization, principal }: Caller,
  id: ViewId,
  need: Need,
): Promise<{ readonly view: View; readonly sight: Sight }> {
  const view = await deps.db.read(call, (tx) => findView(tx, organization, id));
  if (!view) throw notFound('view', id);
  return { view, sight: await reachObject(deps, call, principal, { ...view, kind: 'view' }, need) };
}
