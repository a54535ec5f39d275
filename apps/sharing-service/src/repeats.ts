import { type Database, recallRequest } from '@easement/persistence';
import type { Call } from '@easement/rpc';

/** How far an earlier attempt of a request has come. */
export type Earlier<A> =
  | { readonly state: 'new' }
  | { readonly state: 'running'; readonly thingId: string }
  | { readonly state: 'done'; readonly answer: A };

/**
 * Looks for an earlier attempt, before anything about the request is checked: a repeat is answered the same, whatever has
 * changed since.
 */
export async function recall<A extends object>(db: Database, call: Call): Promise<Earlier<A>> {
  if (call.validateOnly) return { state: 'new' };
  return toEarlier<A>(await db.read(call, (tx) => recallRequest(tx, call)));
}

/** An answer was made by this very method, so it is of its type. */
export function toEarlier<A extends object>(request: Earlier<object>): Earlier<A> {
  return request.state === 'done' ? { state: 'done', answer: request.answer as A } : request;
}
