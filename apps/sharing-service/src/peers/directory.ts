import { DirectoryService, type Standing as StandingMessage } from '@easement/contracts';
import { parseId, parsePrincipalId, type PrincipalId, type ProjectId, type Standing } from '@easement/domain';
import { asService, type Call, countPrincipals, type Dial, toStanding } from '@easement/rpc';

export type Place = { readonly principal: PrincipalId; readonly project: ProjectId };
export type KnownStanding = Standing & { readonly principalExists: boolean };
export type KnownPrincipal = {
  readonly id: PrincipalId;
  /** What people call it. */
  readonly name: string;
  /** Whether it has a role in at least one project. */
  readonly isInProject: boolean;
};

/** identity-service: who is who. Asked every time, since a decision reads the truth. */
export type Directory = {
  /** The standing of each principal in its project, in the order asked. Each thousand is of one instant. */
  readonly standings: (call: Call, places: readonly Place[]) => Promise<KnownStanding[]>;
  readonly standing: (call: Call, principal: PrincipalId, project: ProjectId) => Promise<KnownStanding>;
  /** Those in every project that the principal has a role in, given or implied. */
  readonly everywhere: (call: Call, principal: PrincipalId) => Promise<Standing[]>;
  /** Those that the organization does not have are left out. */
  readonly projectNames: (call: Call, ids: readonly ProjectId[]) => Promise<ReadonlyMap<ProjectId, string>>;
  /** By what was asked, an id or an e-mail address; those that the organization does not have are left out. */
  readonly principals: (call: Call, asked: readonly string[]) => Promise<ReadonlyMap<string, KnownPrincipal>>;
  /** How many have a role in one of the projects or are named, each once. */
  readonly countPrincipals: (
    call: Call,
    projects: readonly ProjectId[],
    named: readonly PrincipalId[],
  ) => Promise<number>;
};

const atOnce = 1_000;

export function directoryClient(dial: Dial): Directory {
  const directory = dial('identity', DirectoryService);
  const standings: Directory['standings'] = async (call, places) => {
    const answers = await inParts(places, async (part) => {
      const queries = part.map(({ principal, project }) => ({ principalId: principal, projectId: project }));
      return (await directory.getStanding({ queries }, asService(call))).standings.map(toKnownStanding);
    });
    if (answers.length !== places.length)
      throw new Error('identity-service answered other standings than it was asked for');
    return answers;
  };
  return {
    standings,
    standing: async (call, principal, project) => {
      const [standing] = await standings(call, [{ principal, project }]);
      if (!standing) throw new Error('identity-service answered no standing');
      return standing;
    },
    everywhere: async (call, principal) => {
      const { standings: found } = await directory.listStandings({ principalId: principal }, asService(call));
      return found.map(toStanding);
    },
    countPrincipals: (call, projects, named) => countPrincipals(directory, call, projects, named),
    projectNames: async (call, ids) => {
      const projects = await inParts([...new Set(ids)], async (part) => {
        return (await directory.lookUpProjects({ projectIds: part }, asService(call))).projects;
      });
      return new Map(projects.map(({ id, name }) => [parseId('project', id), name]));
    },
    principals: async (call, asked) => {
      const found = await inParts([...new Set(asked)], async (part) => {
        return (await directory.lookUpPrincipals({ users: part }, asService(call))).principals;
      });
      return new Map(
        found.flatMap(({ asked: text, principal, inProject }) => {
          if (!principal) return [];
          const name = principal.displayName === '' ? principal.email : principal.displayName;
          return [[text, { id: parsePrincipalId(principal.id), name, isInProject: inProject }] as const];
        }),
      );
    },
  };
}

function toKnownStanding(message: StandingMessage): KnownStanding {
  return { ...toStanding(message), principalExists: message.principalExists };
}

/** Asks for as many at a time as a request holds; asks nothing for nothing. */
async function inParts<A, B>(all: readonly A[], ask: (part: A[]) => Promise<readonly B[]>): Promise<B[]> {
  const found: B[] = [];
  for (let from = 0; from < all.length; from += atOnce) found.push(...(await ask(all.slice(from, from + atOnce))));
  return found;
}
