import { invalidField } from '@easement/domain';

/** The fields that an update changes, or refuses `invalid_field` where the mask names none or another one. */
export function maskedFields<Field extends string>(
  mask: { readonly paths: readonly string[] } | undefined,
  fields: readonly Field[],
): ReadonlySet<Field> {
  const paths = mask?.paths ?? [];
  const known = new Set(fields.filter((field) => paths.includes(field)));
  const strange = paths.find((path) => !fields.some((field) => field === path));
  if (strange !== undefined || known.size === 0) {
    const given = strange === undefined ? 'names no field' : `names ${JSON.stringify(strange)}`;
    throw invalidField('update_mask', `update_mask ${given}; it takes ${fields.join(', ')}`);
  }
  return known;
}
