import { type Client, createClient } from '@easement/client';
import type { Constellation } from '../../constellation.ts';
import type { Opened } from '../explore.ts';
import { type Newcomer, peopleAtFirst, projectsAtFirst } from '../setting.ts';
import { createIds, type Ids } from './ids.ts';
import { organizationRoles, roles } from './message.ts';
import { realSystem } from './real-system.ts';

/** Signs in as one person after another over one connection. */
type Doorway = Disposable & { readonly as: (token: string) => Client };

type House = Pick<Constellation, 'httpAddress' | 'operatorToken'>;

/** Furnishes two organizations of their own with the projects and people that the model begins with. */
export async function openWorld(house: House): Promise<Opened> {
  const doorway = openDoorway(house.httpAddress);
  const ids = createIds();
  const tokens = new Map<string, string>();
  for (const organization of ['ours', 'theirs'] as const) await furnish(house, doorway, { ids, tokens }, organization);
  const clientOf = (handle: string): Client => doorway.as(tokens.get(handle) ?? '');
  return {
    system: realSystem({ ids, clientOf, keeper: () => clientOf('keeper') }),
    [Symbol.asyncDispose]: () => Promise.resolve(doorway[Symbol.dispose]()),
  };
}

function openDoorway(baseUrl: string): Doorway {
  let token = '';
  const client = createClient({ baseUrl, token: () => token });
  return {
    as: (next) => {
      token = next;
      return client;
    },
    [Symbol.dispose]: () => client.close(),
  };
}

type Register = { readonly ids: Ids; readonly tokens: Map<string, string> };

async function furnish(house: House, { as }: Doorway, { ids, tokens }: Register, organization: 'ours' | 'theirs') {
  const mark = crypto.randomUUID().slice(0, 13);
  const emailOf = (handle: string): string => `${handle.replaceAll(' ', '-')}@${mark}.example`;
  const [first, ...others] = peopleAtFirst.filter((person) => person.organization === organization);
  if (first?.role !== 'owner') throw new Error('an organization begins with its owner');
  const made = await as(house.operatorToken).organizations.createOrganization({
    name: `${organization} ${mark}`,
    ownerEmail: emailOf(first.handle),
  });
  ids.bind(first.handle, made.ownerId, emailOf(first.handle));
  tokens.set(first.handle, made.ownerToken);
  const owner = as(made.ownerToken);
  const projects = projectsAtFirst.filter((project) => project.organization === organization);
  await Promise.all(
    projects.map(async ({ handle }) => {
      ids.bind(handle, (await owner.projects.createProject({ name: handle })).project?.id ?? '');
    }),
  );
  await Promise.all(others.map((person) => welcome(owner, { ids, tokens }, person, emailOf(person.handle))));
}

async function welcome(owner: Client, { ids, tokens }: Register, person: Newcomer, email: string): Promise<void> {
  const { handle, role, projects, scope } = person;
  const principalId = await createAccount(owner, ids, handle, scope, email);
  const { secret } = await owner.tokens.createToken({ principalId });
  tokens.set(handle, secret);
  if (role) await owner.memberships.addOrganizationMember({ principalId, role: organizationRoles[role] });
  for (const [project, given] of Object.entries(projects)) {
    const projectId = ids.idOf(project, 'project');
    await owner.memberships.addProjectMember({ projectId, principalId, role: roles[given] });
  }
}

async function createAccount(owner: Client, ids: Ids, handle: string, scope: string | undefined, email: string) {
  if (scope !== undefined) {
    const made = await owner.principals.createServiceAccount({ name: handle, projectId: ids.idOf(scope, 'project') });
    ids.bind(handle, made.serviceAccount?.id ?? '');
    return made.serviceAccount?.id ?? '';
  }
  const { user } = await owner.principals.createUser({ email, displayName: handle });
  ids.bind(handle, user?.id ?? '', email);
  return user?.id ?? '';
}
