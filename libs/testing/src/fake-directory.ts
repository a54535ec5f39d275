import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  DirectoryService,
  OrganizationRole as OrganizationRoleMessage,
  PrincipalKind,
  ProjectRole as ProjectRoleMessage,
  RecoveryService,
  StandingSchema,
} from '@easement/contracts';
import {
  isOrganizationAdmin,
  nameKey,
  newId,
  type OrganizationId,
  type OrganizationRole,
  type PrincipalId,
  type ProjectId,
  type ProjectRole,
  Refusal,
  type Standing,
  type UserId,
} from '@easement/domain';
import { type Call, internal, organizationOf, type Routes, toStanding } from '@easement/rpc';
import type { Person } from './test-house.ts';

export type FakeProject = { readonly id: ProjectId; readonly organization: OrganizationId; readonly name: string };

/** What stands in for identity-service: it says of people and projects what the spec has told it. */
export type FakeDirectory = {
  readonly routes: Routes;
  readonly addProject: (organization: OrganizationId, name?: string) => FakeProject;
  readonly removeProject: (project: ProjectId) => void;
  readonly renameProject: (project: ProjectId, name: string) => void;
  readonly setClosing: (project: ProjectId, isClosing: boolean) => void;
  /** How often the project was tried to be deleted. */
  readonly setAttempt: (project: ProjectId, attempt: number) => void;
  /** Makes a person with these roles. */
  readonly addPerson: (organization: OrganizationId, roles?: Roles) => Person;
  /** The account is deleted. */
  readonly removePerson: (who: Person) => void;
  /** Gives a role, or takes it away. */
  readonly setRole: (who: Person, project: ProjectId, role: ProjectRole | undefined) => void;
  readonly setOrganizationRole: (who: Person, role: OrganizationRole | undefined) => void;
  /** How often it was asked what principals are in projects. */
  readonly asked: () => number;
  /** What it would answer, for other fakes that decide by it. */
  readonly standingOf: (call: Call, principal: PrincipalId, project: ProjectId) => Standing;
};

type Roles = {
  readonly email?: string;
  readonly organization?: OrganizationRole;
  readonly projects?: readonly (readonly [project: FakeProject, role: ProjectRole])[];
};

type Account = {
  readonly id: string;
  readonly email: string;
  readonly organization: OrganizationId;
  role: OrganizationRole | undefined;
  readonly projects: Map<string, ProjectRole>;
};

type Books = {
  readonly accounts: Map<string, Account>;
  readonly projects: Map<string, FakeProject>;
  readonly closing: Set<string>;
  readonly attempts: Map<string, number>;
  asked: number;
};

export function fakeDirectory(): FakeDirectory {
  const books: Books = { accounts: new Map(), projects: new Map(), closing: new Set(), attempts: new Map(), asked: 0 };
  const accountOf = ({ principal }: Person): Account => {
    const account = books.accounts.get(principal);
    if (!account) throw new Error(`the fake directory does not know ${principal}`);
    return account;
  };
  return {
    routes: [
      internal(DirectoryService, handlers(books), ['gateway', 'catalog', 'sharing', 'query']),
      internal(RecoveryService, recoveryHandlers(books), ['sharing']),
    ],
    addProject: (organization, name = 'project') => {
      const project = { id: newId('project'), organization, name };
      books.projects.set(project.id, project);
      return project;
    },
    removeProject: (project) => void books.projects.delete(project),
    renameProject: (project, name) => {
      const there = books.projects.get(project);
      if (there) books.projects.set(project, { ...there, name });
    },
    setClosing: (project, isClosing) => {
      if (isClosing) books.closing.add(project);
      else books.closing.delete(project);
    },
    setAttempt: (project, attempt) => void books.attempts.set(project, attempt),
    addPerson: (organization, { email = '', organization: role, projects = [] } = {}) => {
      const principal: UserId = newId('user');
      const given = new Map(projects.map(([project, projectRole]) => [project.id, projectRole]));
      books.accounts.set(principal, { id: principal, email, organization, role, projects: given });
      return { kind: 'principal', principal, organization };
    },
    removePerson: ({ principal }) => void books.accounts.delete(principal),
    setRole: (who, project, role) => {
      const { projects } = accountOf(who);
      if (role === undefined) projects.delete(project);
      else projects.set(project, role);
    },
    setOrganizationRole: (who, role) => void (accountOf(who).role = role),
    asked: () => books.asked,
    standingOf: (call, principal, project) =>
      toStanding(create(StandingSchema, standing(books, call, principal, project))),
  };
}

function handlers(books: Books): Parameters<typeof internal<typeof DirectoryService>>[1] {
  return {
    authenticate: async () => {
      throw new Refusal('bad_token', 'the fake directory knows no tokens; call as a person by the test house');
    },
    getStanding: async ({ queries }, call) => {
      books.asked += 1;
      return { standings: queries.map(({ principalId, projectId }) => standing(books, call, principalId, projectId)) };
    },
    lookUpProjects: async ({ projectIds, names }, call) => {
      const keys = new Set(names.map(nameKey));
      const named = [...books.projects.values()].filter(
        ({ organization, name }) => organization === organizationOf(call) && keys.has(nameKey(name)),
      );
      const found = [...projectIds.flatMap((id) => findProject(books, call, id) ?? []), ...named];
      return { projects: found.map(({ id, name }) => ({ id, name })) };
    },
    lookUpPrincipals: async ({ users }, call) => ({
      principals: users.flatMap((asked) => {
        const account = findAccount(books, call, asked) ?? findByEmail(books, call, asked);
        if (!account) return [];
        const { id, organization: organizationId, email } = account;
        const principal = { id, organizationId, kind: PrincipalKind.USER, email, displayName: email };
        return [{ asked, principal, inProject: account.projects.size > 0 }];
      }),
    }),
    listStandings: async ({ principalId }, call) => {
      books.asked += 1;
      const account = findAccount(books, call, principalId);
      const organization = organizationOf(call);
      const all = [...books.projects.values()].filter((project) => project.organization === organization);
      const isAdmin = isOrganizationAdmin({ organizationRole: account?.role });
      const own = all.filter(({ id }) => isAdmin || account?.projects.has(id) === true);
      return {
        organizationRole: organizationRoles[account?.role ?? 'none'],
        standings: own.map(({ id }) => standing(books, call, principalId, id)),
      };
    },
    lookUpAcquaintances: async ({ principalId, otherIds }, call) => {
      books.asked += 1;
      const mine = [...(findAccount(books, call, principalId)?.projects.keys() ?? [])];
      const isMet = (id: string) => mine.some((project) => findAccount(books, call, id)?.projects.has(project));
      return { metIds: otherIds.filter(isMet) };
    },
    countPrincipals: async ({ projectIds, principalIds }, call) => {
      const there = projectIds.filter((id) => findProject(books, call, id));
      const isAffected = ({ id, role, projects }: Account) =>
        principalIds.includes(id) ||
        there.some((project) => isOrganizationAdmin({ organizationRole: role }) || projects.has(project));
      const everybody = [...books.accounts.values()].filter(
        ({ organization }) => organization === organizationOf(call),
      );
      return { count: everybody.filter(isAffected).length };
    },
  };
}

function recoveryHandlers(books: Books): Parameters<typeof internal<typeof RecoveryService>>[1] {
  return {
    lookUpAttempts: async ({ projectIds }, call) => ({
      projects: projectIds
        .filter((id) => findProject(books, call, id))
        .map((id) => ({
          projectId: id,
          attempt: BigInt(books.attempts.get(id) ?? 0),
          closing: books.closing.has(id),
        })),
    }),
    finishDeletion: async ({ projectId, validateOnly }) => ({
      found: validateOnly ? books.projects.has(projectId) : books.projects.delete(projectId),
    }),
  };
}

function standing(
  books: Books,
  call: Call,
  principalId: string,
  projectId: string,
): MessageInitShape<typeof StandingSchema> {
  const account = findAccount(books, call, principalId);
  return {
    principalId,
    principalExists: account !== undefined,
    organizationRole: organizationRoles[account?.role ?? 'none'],
    projectId,
    projectExists: findProject(books, call, projectId) !== undefined,
    projectRole: projectRoles[account?.projects.get(projectId) ?? 'none'],
    projectClosing: books.closing.has(projectId),
  };
}

function findAccount({ accounts }: Books, call: Call, id: string): Account | undefined {
  const account = accounts.get(id);
  return account?.organization === organizationOf(call) ? account : undefined;
}

function findByEmail({ accounts }: Books, call: Call, email: string): Account | undefined {
  const organization = organizationOf(call);
  return [...accounts.values()].find(
    (account) => account.organization === organization && account.email !== '' && account.email === email.toLowerCase(),
  );
}

function findProject({ projects }: Books, call: Call, id: string): FakeProject | undefined {
  const project = projects.get(id);
  return project?.organization === organizationOf(call) ? project : undefined;
}

const organizationRoles = {
  none: OrganizationRoleMessage.UNSPECIFIED,
  owner: OrganizationRoleMessage.OWNER,
  admin: OrganizationRoleMessage.ADMIN,
  member: OrganizationRoleMessage.MEMBER,
  support: OrganizationRoleMessage.SUPPORT,
} as const satisfies Record<OrganizationRole | 'none', OrganizationRoleMessage>;

const projectRoles = {
  none: ProjectRoleMessage.UNSPECIFIED,
  read: ProjectRoleMessage.READ,
  write: ProjectRoleMessage.WRITE,
  admin: ProjectRoleMessage.ADMIN,
} as const satisfies Record<ProjectRole | 'none', ProjectRoleMessage>;
