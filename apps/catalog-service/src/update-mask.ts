import { invalidField } from '@easement/domain';

/** Answers the fields that an update names; refuses none at all, and any that cannot be changed. */
export function maskedFields<F extends string>(
  mask: { readonly paths: readonly string[] } | undefined,
  known: readonly F[],
): ReadonlySet<F> {
  const paths = mask?.paths ?? [];
  if (paths.length === 0) throw invalidField('update_mask', `name the fields to change: ${known.join(', ')}`);
  return new Set(paths.map((path) => known.find((field) => field === path) ?? unknownField(path, known)));
}

function unknownField(path: string, known: readonly string[]): never {
  throw invalidField(
    'update_mask',
    `${JSON.stringify(path)} is no field that can be changed; name ${known.join(', ')}`,
  );
}
