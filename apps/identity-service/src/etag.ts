import { Refusal } from '@easement/domain';

type Versioned = { readonly version: number; readonly create_time: Date };

/**
 * Tells apart every state of a thing. The time it was made is part of it, since a role that is taken away and given
 * again begins at its first version anew.
 */
export function etagOf({ version, create_time }: Versioned): string {
  return `${version}-${create_time.getTime().toString(36)}`;
}

/** Refuses `stale_etag` unless the caller read this state, or does not say what it read. */
export function assertEtag(given: string, current: Versioned, kind: string, id: string): void {
  if (given === '' || given === etagOf(current)) return;
  throw new Refusal('stale_etag', `the ${kind} ${id} has changed since it was read; read it again and repeat`, {
    kind,
    id,
  });
}
