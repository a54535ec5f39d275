import type { ShareAct, ShareTerms } from './activity.ts';
import { listedProjects, listedUsers } from './audience.ts';
import type { Grant, Privilege } from './grant.ts';
import type { ProjectId } from './ids.ts';

/** One thing that changed: a value, or who came on a list and went off it. */
export type ActivityDetail = {
  readonly field: 'name' | 'comment' | 'audience' | 'projects' | 'users' | 'stage' | 'outside_audience' | Privilege;
  readonly before?: string;
  readonly after?: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
};

/** Of projects that come by the ten thousand, a view names so many. */
export const mostNamed = 1000;

export function valueChange(field: ActivityDetail['field'], before = '', after = ''): ActivityDetail[] {
  return before === after ? [] : [{ field, before, after }];
}

/** What of a share was given or changed, but for the lists of its audience; nothing where it is gone. */
export function wordChanges(before: ShareTerms | undefined, after: ShareTerms | undefined): ActivityDetail[] {
  if (!after) return [];
  return [
    ...valueChange('name', before?.name, after.name),
    ...valueChange('comment', before?.comment, after.comment),
    ...valueChange('audience', before?.audience.kind, after.audience.kind),
  ];
}

/** Who came on the list of the audience, and who went off it. */
export function listChange(
  field: 'projects' | 'users',
  before: ShareTerms | undefined,
  after: ShareTerms | undefined,
): ActivityDetail[] {
  const [was, is] = [listed(field, before), listed(field, after)];
  return listDetail(
    field,
    [...is].filter((id) => !was.has(id)),
    [...was].filter((id) => !is.has(id)),
  );
}

/** Whose links fell outside the audience, and whose came back inside. */
export function flagChange(flags: ShareAct['flags']): ActivityDetail[] {
  const [outside, inside] = [true, false].map((flag): ProjectId[] =>
    flags.filter(({ isOutside }) => isOutside === flag).map(({ project }) => project),
  );
  return listDetail('outside_audience', outside?.slice(0, mostNamed) ?? [], inside?.slice(0, mostNamed) ?? []);
}

/** What was granted or taken away, by privilege. */
export function grantDetails(grants: readonly Grant[], what: 'added' | 'removed'): ActivityDetail[] {
  const byPrivilege = Map.groupBy(grants, ({ privilege }) => privilege);
  return [...byPrivilege].map(([field, some]) => ({ field, [what]: some.map(({ object }) => object) }));
}

/** Whether it tells whom an audience lists. */
export function isAudienceList({ field }: ActivityDetail): boolean {
  return field === 'projects' || field === 'users';
}

export function namedIn({ added = [], removed = [] }: ActivityDetail): string[] {
  return [...added, ...removed];
}

/** The list without those whom its reader may not know; nothing where nobody is left. */
export function withoutUnknown(
  { field, added = [], removed = [] }: ActivityDetail,
  known: ReadonlySet<string>,
): ActivityDetail[] {
  const some = (ids: readonly string[]): string[] => ids.filter((id) => known.has(id));
  return listDetail(field, some(added), some(removed));
}

function listed(field: 'projects' | 'users', terms: ShareTerms | undefined): ReadonlySet<string> {
  if (!terms) return new Set();
  return field === 'projects' ? listedProjects(terms.audience) : listedUsers(terms.audience);
}

function listDetail(
  field: ActivityDetail['field'],
  added: readonly string[],
  removed: readonly string[],
): ActivityDetail[] {
  return added.length + removed.length === 0 ? [] : [{ field, added, removed }];
}
