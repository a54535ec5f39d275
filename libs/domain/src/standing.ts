import type { PrincipalId, ProjectId } from './ids.ts';
import { notFound, Refusal } from './refusal.ts';
import { covers, type OrganizationRole, type ProjectRole } from './role.ts';

/** What a principal is in its organization and in one project of it, as identity-service vouches. */
export type Standing = {
  readonly principal: PrincipalId;
  readonly organizationRole: OrganizationRole | undefined;
  readonly project: ProjectId;
  /** Whether the organization has such a project at all. */
  readonly projectExists: boolean;
  /** The role given in the project itself, not what the organization role implies. */
  readonly givenRole: ProjectRole | undefined;
};

/** Owner, admin or member; support is not one. Source: sharing rules, section 2. */
export function isOrganizationMember({ organizationRole }: Pick<Standing, 'organizationRole'>): boolean {
  return organizationRole !== undefined && organizationRole !== 'support';
}

/** Owners and admins of the organization act as admin in each of its projects. */
export function isOrganizationAdmin({ organizationRole }: Pick<Standing, 'organizationRole'>): boolean {
  return organizationRole === 'owner' || organizationRole === 'admin';
}

/** The role in the project, given or implied by the organization role. */
export function effectiveRole(standing: Standing): ProjectRole | undefined {
  if (!standing.projectExists) return undefined;
  return isOrganizationAdmin(standing) ? 'admin' : standing.givenRole;
}

/** Whether the principal may know the project by name: its users, and everybody with a role in the organization. */
export function maySeeProjectName(standing: Standing): boolean {
  return standing.projectExists && (standing.organizationRole !== undefined || standing.givenRole !== undefined);
}

/** Whether the principal may see names, shares and links inside the project. Support may, but reads no rows. */
export function maySeeInside(standing: Standing): boolean {
  return standing.projectExists && (standing.organizationRole === 'support' || effectiveRole(standing) !== undefined);
}

/** Refuses `not_found` to who may not know of the project, and `missing_role` to who may, but sees nothing inside. */
export function assertMaySeeInside(standing: Standing, act: string): void {
  if (!maySeeInside(standing)) assertProjectRole(standing, 'read', act);
}

/**
 * Refuses `not_found` to who may not see inside the project, and `missing_role` to who sees it but has less than
 * `needed`. `act` completes the sentence "… needs write in project prj_…".
 */
export function assertProjectRole(standing: Standing, needed: ProjectRole, act: string): void {
  if (covers(effectiveRole(standing), needed)) return;
  if (!maySeeProjectName(standing)) throw notFound('project', standing.project);
  throw missingRole(act, needed, standing.project);
}

export function missingRole(act: string, role: string, scope: string): Refusal {
  return new Refusal('missing_role', `${act} needs the role ${role} in ${scope}; ask an admin there to give it`, {
    role,
    scope,
  });
}
