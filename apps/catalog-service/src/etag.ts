import { Refusal } from '@easement/domain';

/** What clients see of a row's version. */
export function etagOf({ version }: { readonly version: number }): string {
  return `v${version.toString(36)}`;
}

/** Refuses `stale_etag` if the caller says which etag it read, and the thing has changed since. */
export function assertFresh(given: string, thing: { readonly id: string; readonly version: number }): void {
  if (given === '' || given === etagOf(thing)) return;
  throw new Refusal(
    'stale_etag',
    `${thing.id} has changed since you read it; read it again and repeat with its new etag`,
    {
      id: thing.id,
    },
  );
}
