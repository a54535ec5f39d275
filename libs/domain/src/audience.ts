import type { PrincipalId, ProjectId } from './ids.ts';
import { invalidField } from './name.ts';
import { Refusal } from './refusal.ts';
import { effectiveRole, isOrganizationMember, maySeeProjectName, type Standing } from './standing.ts';

/** Who may take a share up. The words of the four sharing types: sharing rules, section 4. */
export type Audience =
  | { readonly kind: 'project_members' }
  | { readonly kind: 'organization_members' }
  | { readonly kind: 'selected_projects'; readonly projects: ReadonlySet<ProjectId> }
  | { readonly kind: 'selected_users'; readonly users: ReadonlySet<PrincipalId> };

/** The types that list nobody: who fits needs no entry. */
export type OpenAudience = Exclude<Audience['kind'], 'selected_projects' | 'selected_users'>;

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
  readonly listed: readonly (ProjectId | PrincipalId)[];
} {
  const { project, principal } = standing;
  const open = (['project_members', 'organization_members'] as const).filter((kind) => admits({ kind }, standing));
  const byProject = admits({ kind: 'selected_projects', projects: new Set([project]) }, standing);
  const byUser = admits({ kind: 'selected_users', users: new Set([principal]) }, standing);
  return { open, listed: [...(byProject ? [project] : []), ...(byUser ? [principal] : [])] };
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
    case 'selected_projects': {
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
  if (audience.kind !== 'project_members' && !isOrganizationMember(standing)) return 'not_organization_member';
  return effectiveRole(standing) !== undefined && lists(audience, standing) ? undefined : 'not_admitted';
}

function lists(audience: Audience, { project, principal }: Standing): boolean {
  switch (audience.kind) {
    case 'project_members':
    case 'organization_members':
      return true;
    case 'selected_projects':
      return audience.projects.has(project);
    case 'selected_users':
      return audience.users.has(principal);
  }
}

/** Refuses a list that does not belong to the type. An empty list of the right kind admits nobody, for now. */
export function checkAudienceLists(kind: Audience['kind'], projects: number, users: number): void {
  if (kind !== 'selected_projects' && projects > 0) {
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

/** Whether two audiences are the same offer. */
export function isSameAudience(one: Audience, other: Audience): boolean {
  if (one.kind === 'selected_projects') return other.kind === one.kind && isSameSet(one.projects, other.projects);
  if (one.kind === 'selected_users') return other.kind === one.kind && isSameSet(one.users, other.users);
  return one.kind === other.kind;
}

function isSameSet<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return one.size === other.size && [...one].every((member) => other.has(member));
}
