import type { ProjectId, UserId } from './ids.ts';
import { invalidField } from './name.ts';
import { Refusal } from './refusal.ts';
import { effectiveRole, isOrganizationAdmin, isOrganizationMember, type Standing } from './standing.ts';

/** Who may take a share up. The words of the four sharing types: sharing rules, section 4. */
export type Audience =
  | { readonly kind: 'project_members' }
  | { readonly kind: 'organization_members' }
  | { readonly kind: 'selected_projects'; readonly projects: ReadonlySet<ProjectId> }
  | { readonly kind: 'selected_users'; readonly users: ReadonlySet<UserId> };

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

function reasonNotToAdmit(
  audience: Audience,
  standing: Standing,
): 'not_organization_member' | 'not_admitted' | undefined {
  switch (audience.kind) {
    case 'project_members':
      return belongsTo(standing) ? undefined : 'not_admitted';
    case 'organization_members':
      if (!isOrganizationMember(standing)) return 'not_organization_member';
      return belongsTo(standing) ? undefined : 'not_admitted';
    case 'selected_projects':
      if (!isOrganizationMember(standing)) return 'not_organization_member';
      return belongsTo(standing) && audience.projects.has(standing.project) ? undefined : 'not_admitted';
    case 'selected_users':
      if (!isOrganizationMember(standing)) return 'not_organization_member';
      return belongsTo(standing) && holds(audience.users, standing.principal) ? undefined : 'not_admitted';
  }
}

/** Users of the project, and owners and admins of the organization, who count as such in each of its projects. */
function belongsTo(standing: Standing): boolean {
  return effectiveRole(standing) !== undefined || (standing.projectExists && isOrganizationAdmin(standing));
}

function holds(users: ReadonlySet<string>, principal: string): boolean {
  return users.has(principal);
}

/** Refuses a list that does not belong to the type, and a type without the list it needs. */
export function checkAudienceLists(kind: Audience['kind'], projects: number, users: number): void {
  if (kind !== 'selected_projects' && projects > 0) {
    throw invalidField('audience.project_ids', `the audience ${kind} takes no list of projects; leave it empty`);
  }
  if (kind !== 'selected_users' && users > 0) {
    throw invalidField('audience.users', `the audience ${kind} takes no list of users; leave it empty`);
  }
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
