import type { DescService } from '@bufbuild/protobuf';
import {
  DirectoryService,
  FeedService,
  MembershipService,
  OrganizationRole,
  OrganizationService,
  PrincipalService,
  ProjectRole,
  ProjectService,
  RecoveryService,
  TokenService,
} from '@easement/contracts';
import {
  type Actor,
  type OrganizationId,
  parseId,
  type PrincipalId,
  type ProjectId,
  type ServiceName,
  serviceNames,
} from '@easement/domain';
import { type Dialect } from '@easement/persistence';
import { emptyDatabase } from '@easement/persistence/testing';
import {
  assertionSigner,
  grpcPeer,
  hostService,
  loadOrCreateKeys,
  newRequestId,
  openChannel,
  type Outgoing,
  type Peer,
} from '@easement/rpc';
import { startTestHouse } from '@easement/testing';
import type { Deps } from '../src/deps.ts';
import { createRoutes } from '../src/routes.ts';
import { openDeps } from '../src/service.ts';
import { type Closers, startClosers } from './closers.ts';

export type Clients = {
  readonly organizations: Peer<typeof OrganizationService>;
  readonly projects: Peer<typeof ProjectService>;
  readonly members: Peer<typeof MembershipService>;
  readonly principals: Peer<typeof PrincipalService>;
  readonly tokens: Peer<typeof TokenService>;
  readonly directory: Peer<typeof DirectoryService>;
  readonly feed: Peer<typeof FeedService>;
  readonly recovery: Peer<typeof RecoveryService>;
};

/** Identity-service on a database of its own, with its peers, as the gateway and the other services call it. */
export type World = AsyncDisposable &
  Clients & {
    readonly closers: Closers;
    readonly deps: Deps;
    readonly databaseUrl: string;
    /** Moves the clock of the service. */
    readonly pass: (milliseconds: number) => void;
    /** What tests do between the steps of deleting a project. */
    step: Deps['stepped'];
    readonly clientsOf: (service: ServiceName) => Clients;
  };

export const operatorToken = 'an operator token of the tests, of no use elsewhere'.replaceAll(' ', '-');
export const operator: Actor = { kind: 'operator' };

export async function startWorld(store: Dialect): Promise<World> {
  await using own = new AsyncDisposableStack();
  const database = own.use(await emptyDatabase(store));
  const house = own.use(await startTestHouse());
  const { keysFolder } = house;
  const closers = await startClosers(house);
  let passed = 0;
  const made: { deps?: Deps } = {};
  const hosting = {
    host: '127.0.0.1',
    port: 0,
    operationsPort: 0,
    keysFolder,
    logLevel: 'silent',
    peers: closers.addresses,
  };
  const hosted = own.use(
    await hostService('identity', hosting, async (site) => {
      const config = { databaseUrl: database.url, keysFolder, operatorTokens: { given: [operatorToken] } };
      const deps = await openDeps(site, config);
      made.deps = { ...deps, now: () => new Date(Date.now() + passed), stepped: (step) => world.step(step) };
      return { routes: createRoutes(made.deps), ready: () => true };
    }),
  );
  const channel = own.use(openChannel(hosted.address));
  const keys = new Map<ServiceName, string>();
  for (const service of serviceNames) {
    keys.set(service, await loadOrCreateKeys(keysFolder, service));
  }
  const clientsOf = (service: ServiceName): Clients => {
    const signer = assertionSigner(keys.get(service)!, service);
    const client = <S extends DescService>(desc: S) =>
      grpcPeer(desc, { channel: channel.channel, signer, audience: 'identity' });
    return {
      organizations: client(OrganizationService),
      projects: client(ProjectService),
      members: client(MembershipService),
      principals: client(PrincipalService),
      tokens: client(TokenService),
      directory: client(DirectoryService),
      feed: client(FeedService),
      recovery: client(RecoveryService),
    };
  };
  const all = own.move();
  const world: World = {
    ...clientsOf('gateway'),
    clientsOf,
    closers,
    deps: made.deps!,
    databaseUrl: database.url,
    pass: (milliseconds) => void (passed += milliseconds),
    step: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
  return world;
}

/** The call of somebody, with a request id of its own unless one is repeated. */
export function as(actor: Actor, requestId: string = newRequestId(), timeoutMs = 20_000): Outgoing {
  const signal = new AbortController().signal;
  return {
    actor,
    requestId,
    signal,
    deadline: Date.now() + timeoutMs,
    lane: { inTransaction: false },
    speakAs: 'actor',
  };
}

/** The call of a service for itself, in an organization or in none. */
export function asService(service: ServiceName, organization?: OrganizationId): Outgoing {
  return { ...as({ kind: 'service', service, organization }), speakAs: 'service' };
}

let names = 0;

/** A name or an e-mail address that no other test has. */
export function fresh(word: string): string {
  return `${word}-${++names}`;
}

export type Person = Extract<Actor, { kind: 'principal' }>;

/** An organization with an owner, made as the operator makes one, and ways to fill it. */
export type Founded = {
  readonly organization: OrganizationId;
  readonly owner: Person;
  readonly ownerToken: string;
  readonly person: (role?: keyof typeof OrganizationRole) => Promise<Person>;
  readonly project: (members?: readonly (readonly [Person, keyof typeof ProjectRole])[]) => Promise<ProjectId>;
  readonly account: (project?: ProjectId) => Promise<Person>;
};

export async function found(world: World): Promise<Founded> {
  const made = await world.organizations.createOrganization(
    { name: fresh('organization'), ownerEmail: `${fresh('owner')}@example.com` },
    as(operator),
  );
  const organization = parseId('organization', made.organization!.id);
  const acting = (principal: PrincipalId): Person => ({ kind: 'principal', principal, organization });
  const owner = acting(parseId('user', made.ownerId));
  return {
    organization,
    owner,
    ownerToken: made.ownerToken,
    person: async (role) => {
      const { user } = await world.principals.createUser({ email: `${fresh('person')}@example.com` }, as(owner));
      if (role)
        await world.members.addOrganizationMember({ principalId: user!.id, role: OrganizationRole[role] }, as(owner));
      return acting(parseId('user', user!.id));
    },
    project: async (members = []) => {
      const { project } = await world.projects.createProject({ name: fresh('project') }, as(owner));
      for (const [{ principal }, role] of members) {
        const member = { projectId: project!.id, principalId: principal, role: ProjectRole[role] };
        await world.members.addProjectMember(member, as(owner));
      }
      return parseId('project', project!.id);
    },
    account: async (project) => {
      const request = { name: fresh('account'), ...(project && { projectId: project }) };
      const { serviceAccount } = await world.principals.createServiceAccount(request, as(owner));
      return acting(parseId('service_account', serviceAccount!.id));
    },
  };
}
