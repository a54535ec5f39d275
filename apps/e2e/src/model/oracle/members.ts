import type { Mutation } from '../act.ts';
import { living, type OrganizationRole, type Person, type ProjectRole, there, type World } from '../world.ts';
import { isOrganizationAdmin, may, seesName, seesPerson } from './standing.ts';
import { grant, refuse, type Verdict } from './verdict.ts';

type ProjectChange = Extract<Mutation, { readonly kind: `${string}_project_member` }>;
type OrganizationChange = Extract<Mutation, { readonly kind: `${string}_organization_member` }>;

export function changeProjectMember(world: World, person: Person, act: ProjectChange): Verdict {
  const project = there(world.projects, act.project, person.organization);
  if (!project || !seesName(world, person, act.project)) return refuse('NOT_FOUND');
  if (!seesPerson(world, person, act.person)) return refuse('NOT_FOUND');
  if (!may(world, person, act.project, 'admin')) return refuse('MISSING_ROLE', { role: 'admin' });
  const present = project.members.get(act.person);
  const to = act.kind === 'remove_project_member' ? undefined : act.role;
  const change = () => setRole(project.members, act.person, to);
  if (act.kind === 'add_project_member') return present ? refuse('NAME_TAKEN') : grant(change);
  if (present === undefined) return refuse('NOT_FOUND');
  const admins = [...project.members.values()].filter((role) => role === 'admin').length;
  if (present === 'admin' && to !== 'admin' && admins === 1) return refuse('LAST_ADMIN');
  return grant(change);
}

function setRole(members: Map<string, ProjectRole>, person: string, role: ProjectRole | undefined): object {
  if (role === undefined) {
    members.delete(person);
    return {};
  }
  members.set(person, role);
  return { person, role };
}

/** Owners are named by owners; the contract, "Who may call". */
export function changeOrganizationMember(world: World, person: Person, act: OrganizationChange): Verdict {
  const member = there(world.people, act.person, person.organization);
  if (!member || !seesPerson(world, person, act.person)) return refuse('NOT_FOUND');
  const to = act.kind === 'remove_organization_member' ? undefined : act.role;
  if (!isOrganizationAdmin(person)) return refuse('MISSING_ROLE', { role: 'admin' });
  if ((member.role === 'owner' || to === 'owner') && person.role !== 'owner') {
    return refuse('MISSING_ROLE', { role: 'owner' });
  }
  const change = () => setOrganizationRole(member, to);
  if (act.kind === 'add_organization_member') return member.role ? refuse('NAME_TAKEN') : grant(change);
  if (member.role === undefined) return refuse('NOT_FOUND');
  const owners = living(world.people).filter(
    ({ role, organization }) => role === 'owner' && organization === person.organization,
  );
  return member.role === 'owner' && to !== 'owner' && owners.length === 1 ? refuse('LAST_OWNER') : grant(change);
}

function setOrganizationRole(member: Person, role: OrganizationRole | undefined): object {
  member.role = role;
  return role === undefined ? {} : { person: member.handle, role };
}
