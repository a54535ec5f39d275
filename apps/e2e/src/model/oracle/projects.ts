import type { Mutation } from '../act.ts';
import { fold, isLive, type Link, living, nextHandle, type Person, type World } from '../world.ts';
import { refuseName } from './names.ts';
import { endLostShares } from './lost-shares.ts';
import { isOrganizationAdmin, refuseRole, seesName } from './standing.ts';
import { sorted } from '../answer.ts';
import { grant, refuse, type Refused, type Verdict } from './verdict.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

export function createProject(world: World, person: Person, { name }: Of<'create_project'>): Verdict {
  const { organization } = person;
  const bad = refuseName(name);
  if (bad) return bad;
  if (!isOrganizationAdmin(person)) return refuse('MISSING_ROLE', { role: 'admin' });
  const isNamesake = (other: { readonly name: string; readonly organization: string }) =>
    other.organization === organization && fold(other.name) === fold(name);
  if (living(world.projects).some(isNamesake)) return refuse('NAME_TAKEN');
  return grant(() => {
    const handle = nextHandle('project', world.projects);
    world.projects.set(handle, { handle, organization, gone: false, name, members: new Map() });
    return { handle, name };
  });
}

/** §7: not with shares, live links or objects of its own; what is linked is told first, since the links are named. */
export function deleteProject(world: World, person: Person, { project }: Of<'delete_project'>): Verdict {
  const missing = refuseRole(world, person, project, 'admin');
  if (missing) return missing;
  const links = living(world.links).filter(isLive);
  const isOfShare = ({ share, source }: Link) => source === project && world.shares.get(share)?.gone === false;
  const linking = [...new Set(links.filter(isOfShare).map((link) => link.project))];
  if (linking.length > 0) return hasLinks(world, person, linking);
  const held = living(world.links).filter((link) => isLive(link) || link.isEnding);
  const isOwn = (thing: { readonly project: string }) => thing.project === project;
  if ([...living(world.shares), ...held].some(isOwn)) return refuse('NOT_EMPTY');
  // sharing-service is asked first, and has taken the project's lost shares away by the time the catalog says no.
  const cut = () => endLostShares(world, isOwn);
  if (living(world.buckets).some(isOwn)) return { ...refuse('NOT_EMPTY'), also: cut };
  const accounts = living(world.people).filter(({ scope }) => scope === project);
  return refuseAccounts(world, accounts, project) ?? grant(() => closeProject(world, project, accounts, cut));
}

/** The projects that stand in the way, named as far as the person may know them. */
export function hasLinks(world: World, person: Person, projects: readonly string[]): Refused {
  const seen = projects.filter((project) => seesName(world, person, project));
  return refuse('HAS_LINKS', { projects: sorted(seen), hidden_count: String(projects.length - seen.length) });
}

/** §2: the last owner of an organization and the last admin of a project cannot be removed: not with a project either. */
function refuseAccounts(world: World, accounts: readonly Person[], project: string): Refused | undefined {
  const isGoing = (handle: string) => accounts.some((account) => account.handle === handle);
  const going = accounts.filter(({ role }) => role === 'owner');
  const owners = living(world.people).filter(
    ({ role, organization }) => role === 'owner' && organization === accounts[0]?.organization,
  );
  if (going.length > 0 && going.length === owners.length) return refuse('LAST_OWNER');
  for (const { handle, members } of living(world.projects)) {
    const admins = [...members].filter(([, role]) => role === 'admin').map(([member]) => member);
    if (handle !== project && admins.length > 0 && admins.every(isGoing)) return refuse('LAST_ADMIN');
  }
  return undefined;
}

/** Memberships and service accounts go with a project. */
function closeProject(world: World, project: string, accounts: readonly Person[], cut: () => void): object {
  cut();
  const closed = world.projects.get(project);
  if (closed) closed.gone = true;
  for (const account of accounts) {
    account.gone = true;
    for (const { members } of world.projects.values()) members.delete(account.handle);
  }
  return {};
}
