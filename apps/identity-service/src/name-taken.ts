import { Refusal } from '@easement/domain';

/** Says what has the name, where the caller may know: `owner` is its id. */
export function nameTaken(kind: string, name: string, owner?: string): Refusal {
  const by = owner === undefined ? '' : ` by ${owner}`;
  return new Refusal('name_taken', `the name ${JSON.stringify(name)} of a ${kind} is taken${by}; choose another`, {
    kind,
    name,
    ...(owner === undefined ? {} : { owner }),
  });
}
