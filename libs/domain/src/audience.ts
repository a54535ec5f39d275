import type { PrincipalId, ProjectId } from './ids.ts';
import { invalidField } from './name.ts';
import { policies, type ShareKind } from './policy.ts';
import { Refusal } from './refusal.ts';
import { effectiveRole, isOrganizationMember, maySeeProjectName, type Standing } from './standing.ts';

/**
 * Who may take a share up. The words of the four sharing types, and `tenants`, the list of projects of a share in SQL, for
 * which it takes nothing but to be listed: sharing rules, section 4.
 */
export type Audience =
  | { readonly kind: 'project_members' }
  | { readonly kind: 'organization_members' }
  | { readonly kind: 'selected_projects'; readonly projects: ReadonlySet<ProjectId> }
  | { readonly kind: 'selected_users'; readonly users: ReadonlySet<PrincipalId> }
  | { readonly kind: 'tenants'; readonly projects: ReadonlySet<ProjectId> };

/** The types that list nobody: who fits needs no entry. */
export type OpenAudience = 'project_members' | 'organization_members';
export type ListingAudience = Exclude<Audience['kind'], OpenAudience>;

/** Whether the type lists nobody. */
export function isOpenAudience(kind: Audience['kind']): kind is OpenAudience {
  return kind === 'project_members' || kind === 'organization_members';
}

/** An entry of a list by which an audience of that type admits. */
export type Entry = { readonly audience: ListingAudience; readonly target: ProjectId | PrincipalId };

/** The projects that the audience lists; none where it lists no projects. */
export function listedProjects(audience: Audience): ReadonlySet<ProjectId> {
  return 'projects' in audience ? audience.projects : new Set();
}

/** The people and service accounts that the audience lists; none where it lists no principals. */
export function listedUsers(audience: Audience): ReadonlySet<PrincipalId> {
  return 'users' in audience ? audience.users : new Set();
}

/** Whether the audience's own condition holds for the principal in that project, leaving the right to write aside. */
export function admits(audience: Audience, standing: Standing): boolean {
  return reasonNotToAdmit(audience, standing) === undefined;
}

/** Refuses `not_organization_member` or `not_admitted` to a linker whom the audience does not admit into the project. */
export function assertAdmits(audience: Audience, standing: Standing): void {
  const reason = reasonNotToAdmit(audience, standing);
  if (reason === 'not_organization_member') throw notOrganizationMember('taking this share up');
  if (reason === 'not_admitted') {
    throw new Refusal(
      'not_admitted',
      `the share's audience (${audience.kind}) does not admit you into ${standing.project}; ask its provider to extend it`,
      { audience: audience.kind, project: standing.project },
    );
  }
}

export function notOrganizationMember(act: string): Refusal {
  return new Refusal(
    'not_organization_member',
    `${act} is for owners, admins and members of the organization; ask an admin of the organization to add you`,
  );
}

/**
 * By which audiences a share comes to the principal in that project: the open types that admit it, and the entries of
 * lists that do. The same rule as `admits`, turned round, so that offers are found and not filtered.
 */
export function waysIn(standing: Standing): {
  readonly open: readonly OpenAudience[];
  readonly listed: readonly Entry[];
} {
  const { project, principal } = standing;
  const open = (['project_members', 'organization_members'] as const).filter((kind) => admits({ kind }, standing));
  const listing: readonly Audience[] = [
    { kind: 'selected_projects', projects: new Set([project]) },
    { kind: 'tenants', projects: new Set([project]) },
    { kind: 'selected_users', users: new Set([principal]) },
  ];
  const listed = listing
    .filter((audience) => admits(audience, standing))
    .flatMap((audience): Entry[] =>
      'users' in audience
        ? [{ audience: audience.kind, target: principal }]
        : 'projects' in audience
          ? [{ audience: audience.kind, target: project }]
          : [],
    );
  return { open, listed };
}

/**
 * Whether a link stays within an audience that changes, by what its creator is now in the project that links. Tenants are
 * projects: whoever made the link for one does not matter.
 */
export function keepsLink(audience: Audience, creator: Standing): boolean {
  return audience.kind === 'tenants' ? audience.projects.has(creator.project) : admits(audience, creator);
}

/**
 * An audience as it is shown to somebody who sees the share. Whoever has a role in the organization knows all that it
 * lists; others know projects of their own, and of people themselves. Source: sharing rules, section 8.
 */
export function audienceShownTo(audience: Audience, everywhere: readonly Standing[]): Audience {
  if (everywhere.some(({ organizationRole }) => organizationRole !== undefined)) return audience;
  switch (audience.kind) {
    case 'project_members':
    case 'organization_members':
      return audience;
    case 'selected_projects':
    case 'tenants': {
      const own = new Set(everywhere.filter(maySeeProjectName).map(({ project }) => project));
      return { kind: audience.kind, projects: new Set([...audience.projects].filter((project) => own.has(project))) };
    }
    case 'selected_users': {
      const self = new Set(everywhere.map(({ principal }) => principal));
      return { kind: audience.kind, users: new Set([...audience.users].filter((user) => self.has(user))) };
    }
  }
}

type Objection = 'not_organization_member' | 'not_admitted';

function reasonNotToAdmit(audience: Audience, standing: Standing): Objection | undefined {
  if (!isForOutsiders(audience.kind) && !isOrganizationMember(standing)) return 'not_organization_member';
  return effectiveRole(standing) !== undefined && lists(audience, standing) ? undefined : 'not_admitted';
}

/** Whether who takes the share up, and so who may know of the offer, need not be a member of the organization. */
export function isForOutsiders(kind: Audience['kind']): boolean {
  return kind === 'project_members' || kind === 'tenants';
}

function lists(audience: Audience, { project, principal }: Standing): boolean {
  switch (audience.kind) {
    case 'project_members':
    case 'organization_members':
      return true;
    case 'selected_projects':
    case 'tenants':
      return audience.projects.has(project);
    case 'selected_users':
      return audience.users.has(principal);
  }
}

/** Refuses a list that does not belong to the type. An empty list of the right kind admits nobody, for now. */
export function checkAudienceLists(kind: Audience['kind'], projects: number, users: number): void {
  if (kind !== 'selected_projects' && kind !== 'tenants' && projects > 0) {
    throw invalidField('audience.project_ids', `the audience ${kind} takes no list of projects; leave it empty`);
  }
  if (kind !== 'selected_users' && users > 0) {
    throw invalidField('audience.users', `the audience ${kind} takes no list of users; leave it empty`);
  }
}

/**
 * The refusal of targets that the organization does not have: foreign ones, and ones that nobody ever had. It names
 * them as they were given, and exactly them.
 */
export function crossOrganization(field: string, targets: readonly string[]): Refusal {
  const ids = targets.join(', ');
  return new Refusal(
    'cross_organization',
    `${field} names what this organization does not have: ${ids}; take it off the list, nothing was changed`,
    { ids: targets.join(','), field },
  );
}

/** Refuses an audience that does not fit the kind of share: tenants are those of shares in SQL, and theirs alone. */
export function assertAudienceFits(share: ShareKind, audience: Audience['kind']): void {
  const fitting = policies[share].audiences;
  if (fitting.includes(audience)) return;
  throw invalidField(
    'audience.type',
    `a share of kind ${share} takes no audience ${audience}; use ${fitting.join(', ')}`,
  );
}

/** Whether two audiences are the same offer. */
export function isSameAudience(one: Audience, other: Audience): boolean {
  return (
    one.kind === other.kind &&
    isSameSet(listedProjects(one), listedProjects(other)) &&
    isSameSet(listedUsers(one), listedUsers(other))
  );
}

function isSameSet<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return one.size === other.size && [...one].every((member) => other.has(member));
}
