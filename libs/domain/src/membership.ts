import type { OrganizationId, PrincipalId, ProjectId } from './ids.ts';
import { Refusal } from './refusal.ts';
import type { OrganizationRole, ProjectRole } from './role.ts';
import { isOrganizationAdmin, missingRole, type Standing } from './standing.ts';

/** What a principal is in the organization as a whole. */
export type OrganizationStanding = Pick<Standing, 'principal' | 'organizationRole'>;

/** Refuses `missing_role` unless the caller is owner or admin of the organization. */
export function assertOrganizationAdmin(
  caller: Pick<Standing, 'organizationRole'>,
  organization: OrganizationId,
  act: string,
): void {
  if (!isOrganizationAdmin(caller)) throw missingRole(act, 'admin', organization);
}

/** A role that is given (`from` is undefined), changed, or taken away (`to` is undefined). */
export type RoleChange<Role> = { readonly from: Role | undefined; readonly to: Role | undefined };

/**
 * Refuses `missing_role` unless the caller may change somebody's role in the organization so: owners and admins may,
 * and only owners where the role owner is given or taken. Source: sharing rules, section 2, and the contract.
 */
export function assertMayChangeOrganizationRole(
  caller: Pick<Standing, 'organizationRole'>,
  { from, to }: RoleChange<OrganizationRole>,
  organization: OrganizationId,
): void {
  assertOrganizationAdmin(caller, organization, 'changing roles in the organization');
  const concernsOwner = from === 'owner' || to === 'owner';
  if (concernsOwner && caller.organizationRole !== 'owner') {
    throw missingRole('giving or taking the role owner', 'owner', organization);
  }
}

/** Refuses `last_owner` where the change would leave the organization without one. `owners` are those before it. */
export function assertKeepsOwner(
  change: RoleChange<OrganizationRole>,
  owners: number,
  organization: OrganizationId,
): void {
  if (change.from !== 'owner' || change.to === 'owner' || owners > 1) return;
  throw lastOwner(organization);
}

/**
 * Refuses `last_admin` where the change would leave the project without an admin of its own. `admins` are those given
 * the role before it; owners and admins of the organization, who merely act as admin, do not count.
 */
export function assertKeepsAdmin(change: RoleChange<ProjectRole>, admins: number, project: ProjectId): void {
  if (change.from !== 'admin' || change.to === 'admin' || admins > 1) return;
  throw lastAdmin(project);
}

export function lastOwner(organization: OrganizationId): Refusal {
  return new Refusal('last_owner', `${organization} would be left without an owner; make somebody else owner first`, {
    organization,
  });
}

export function lastAdmin(project: ProjectId): Refusal {
  return new Refusal('last_admin', `${project} would be left without an admin; make somebody else admin there first`, {
    project,
  });
}

/**
 * Whether the caller may know of an account: everybody with a role in the organization knows all, the others only those
 * of their own projects, and themselves. `shareProject` says that both have a role in some project, or that the project
 * that governs the account is one of the caller's. Source: sharing rules, section 8.
 */
export function maySeePrincipal(caller: OrganizationStanding, principal: PrincipalId, shareProject: boolean): boolean {
  return caller.organizationRole !== undefined || caller.principal === principal || shareProject;
}

/** Refuses creations in a project while it is being deleted. */
export function projectClosing(project: ProjectId): Refusal {
  return new Refusal(
    'project_closing',
    `${project} is being deleted and takes nothing new; if its deletion is refused, it opens again by itself`,
    { project },
  );
}
