import type { Handle, Person, Project, ProjectRole, World } from '../world.ts';
import { living, there } from '../world.ts';
import { refuse, type Refused } from './verdict.ts';

const ranks: Readonly<Record<ProjectRole, number>> = { read: 1, write: 2, admin: 3 };

/** §2: owner, admin or member; support is not one. */
export function isMember({ role }: Person): boolean {
  return role === 'owner' || role === 'admin' || role === 'member';
}

/** §2: owners and admins act as admin in each project of their organization. */
export function isOrganizationAdmin({ role }: Person): boolean {
  return role === 'owner' || role === 'admin';
}

/** The role in a project, given or implied; none in a project that is gone or of another organization. */
export function roleIn(world: World, person: Person, project: Handle): ProjectRole | undefined {
  const found = there(world.projects, project, person.organization);
  if (!found) return undefined;
  return isOrganizationAdmin(person) ? 'admin' : found.members.get(person.handle);
}

export function may(world: World, person: Person, project: Handle, needed: ProjectRole): boolean {
  const role = roleIn(world, person, project);
  return role !== undefined && ranks[role] >= ranks[needed];
}

/** §8: who has a role in the organization sees the names of all its projects, others those of their own. */
export function seesName(world: World, person: Person, project: Handle): boolean {
  const found = there(world.projects, project, person.organization);
  return found !== undefined && (person.role !== undefined || found.members.has(person.handle));
}

/** §2, §8: names, shares and links inside a project are for its users, and for support. */
export function seesInside(world: World, person: Person, project: Handle): boolean {
  if (!there(world.projects, project, person.organization)) return false;
  return person.role === 'support' || roleIn(world, person, project) !== undefined;
}

/** §8: who has a role in the organization sees all its people, others those of their own projects, and themselves. */
export function seesPerson(world: World, person: Person, other: Handle): boolean {
  const found = there(world.people, other, person.organization);
  if (!found) return false;
  if (person.role !== undefined || person.handle === other) return true;
  return living(world.projects).some(
    ({ handle, members }) => members.has(person.handle) && (members.has(other) || found.scope === handle),
  );
}

/** The projects in which somebody has a role, given or implied. */
export function projectsOf(world: World, person: Person): Project[] {
  return living(world.projects).filter(({ handle }) => roleIn(world, person, handle) !== undefined);
}

/** §8: refuses who may not look into a project: as absent to who does not know of it, by the role to who does. */
export function refuseLookInside(world: World, person: Person, project: Handle): Refused | undefined {
  if (seesInside(world, person, project)) return undefined;
  return refuse(seesName(world, person, project) ? 'MISSING_ROLE' : 'NOT_FOUND');
}

/** The same, where a role is needed. */
export function refuseRole(world: World, person: Person, project: Handle, needed: ProjectRole): Refused | undefined {
  if (!seesName(world, person, project)) return refuse('NOT_FOUND');
  return may(world, person, project, needed) ? undefined : refuse('MISSING_ROLE', { role: needed });
}

/** §3: shares are managed by organization members with `write` on the source project. */
export function refuseManaging(world: World, person: Person, project: Handle): Refused | undefined {
  if (!may(world, person, project, 'write')) return refuse('MISSING_ROLE', { role: 'write' });
  return isMember(person) ? undefined : refuse('NOT_ORGANIZATION_MEMBER');
}
