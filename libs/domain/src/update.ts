import { invalidField } from './name.ts';
import { Refusal } from './refusal.ts';

/** The fields that an update changes. Refuses `invalid_field` where the mask names none, or one that cannot be changed. */
export function maskedFields<Field extends string>(
  mask: { readonly paths: readonly string[] } | undefined,
  fields: readonly Field[],
): ReadonlySet<Field> {
  const paths = mask?.paths ?? [];
  if (paths.length === 0)
    throw invalidField('update_mask', `update_mask names no field; it takes ${fields.join(', ')}`);
  return new Set(paths.map((path) => fields.find((field) => field === path) ?? unknownField(path, fields)));
}

function unknownField(path: string, fields: readonly string[]): never {
  throw invalidField('update_mask', `update_mask names ${JSON.stringify(path)}; it takes ${fields.join(', ')}`);
}

/** What clients see of the version of a thing: opaque to them, and another one after each change. */
export function etagOf({ version }: { readonly version: number }): string {
  return `v${version.toString(36)}`;
}

/** Refuses `stale_etag` unless the caller read this state, or does not say what it read. */
export function assertFresh(given: string, thing: { readonly id: string; readonly version: number }): void {
  if (given === '' || given === etagOf(thing)) return;
  throw new Refusal(
    'stale_etag',
    `${thing.id} has changed since it was read; read it again and repeat with its new etag`,
    {
      id: thing.id,
    },
  );
}
