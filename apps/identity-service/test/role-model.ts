import type { OrganizationRole, ProjectRole } from '@easement/domain';

/** Somebody does something to somebody's role; people and projects go by their numbers. */
export type Act = {
  readonly caller: number;
  readonly person: number;
} & (
  | { readonly where: 'organization'; readonly role: OrganizationRole; readonly way: Way }
  | { readonly where: 'project'; readonly project: number; readonly role: ProjectRole; readonly way: Way }
);
export type Way = 'add' | 'update' | 'remove';

/** The roles of a small organization, and what the rules say of each act: written from the rules, not from the code. */
export type RoleModel = {
  readonly organization: Map<number, OrganizationRole>;
  readonly projects: readonly Map<number, ProjectRole>[];
};

/** What the service must answer; where it is `done`, the model has changed too. */
export function play(model: RoleModel, act: Act): string {
  return act.where === 'organization' ? playOrganization(model, act) : playProject(model, act);
}

function playOrganization(model: RoleModel, act: Act & { where: 'organization' }): string {
  const roles = model.organization;
  const [mine, from] = [roles.get(act.caller), roles.get(act.person)];
  const to = act.way === 'remove' ? undefined : act.role;
  if (!knows(model, act.caller, act.person)) return 'not_found';
  if (mine !== 'owner' && mine !== 'admin') return 'missing_role';
  if (mine === 'admin' && (from === 'owner' || to === 'owner')) return 'missing_role';
  if (act.way === 'add' && from) return 'name_taken';
  if (act.way !== 'add' && !from) return 'not_found';
  if (from === 'owner' && to !== 'owner' && count(roles, 'owner') === 1) return 'last_owner';
  if (to) roles.set(act.person, to);
  else roles.delete(act.person);
  return 'done';
}

function playProject(model: RoleModel, act: Act & { where: 'project' }): string {
  const roles = model.projects[act.project] ?? new Map<number, ProjectRole>();
  const [mine, from] = [model.organization.get(act.caller), roles.get(act.person)];
  const isAdmin = mine === 'owner' || mine === 'admin' || roles.get(act.caller) === 'admin';
  if (!mine && !roles.has(act.caller)) return 'not_found';
  if (mine === 'member' && !roles.has(act.caller)) return 'missing_role';
  if (!knows(model, act.caller, act.person)) return 'not_found';
  if (!isAdmin) return 'missing_role';
  if (act.way === 'add' && from) return 'name_taken';
  if (act.way !== 'add' && !from) return 'not_found';
  const staysAdmin = act.way === 'update' && act.role === 'admin';
  if (from === 'admin' && !staysAdmin && count(roles, 'admin') === 1) return 'last_admin';
  if (act.way === 'remove') roles.delete(act.person);
  else roles.set(act.person, act.role);
  return 'done';
}

function knows({ organization, projects }: RoleModel, caller: number, person: number): boolean {
  return (
    organization.has(caller) || caller === person || projects.some((roles) => roles.has(caller) && roles.has(person))
  );
}

function count<Role>(roles: ReadonlyMap<number, Role>, role: Role): number {
  return [...roles.values()].filter((one) => one === role).length;
}
