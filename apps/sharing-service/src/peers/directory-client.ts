import { DirectoryService, type Standing as StandingMessage } from '@easement/contracts';
import { parseId, parsePrincipalId } from '@easement/domain';
import { asService, countPrincipals, type Dial, toStanding } from '@easement/rpc';
import type { Directory, KnownStanding } from './directory.ts';

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
    acquaintances: async (call, principal, others) => {
      const met = await inParts([...new Set(others)], async (part) => {
        return (await directory.lookUpAcquaintances({ principalId: principal, otherIds: part }, asService(call)))
          .metIds;
      });
      return new Set(met.map(parsePrincipalId));
    },
    countPrincipals: (call, projects, named) => countPrincipals(directory, call, projects, named),
    projectNames: async (call, ids) => {
      const projects = await inParts([...new Set(ids)], async (part) => {
        return (await directory.lookUpProjects({ projectIds: part }, asService(call))).projects;
      });
      return new Map(projects.map(({ id, name }) => [parseId('project', id), name]));
    },
    projectNamed: async (call, name) => {
      const [found] = (await directory.lookUpProjects({ names: [name] }, asService(call))).projects;
      return found && parseId('project', found.id);
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
  const { principalExists, projectClosing: isProjectClosing } = message;
  return { ...toStanding(message), principalExists, isProjectClosing };
}

/** Asks for as many at a time as a request holds; asks nothing for nothing. */
async function inParts<A, B>(all: readonly A[], ask: (part: A[]) => Promise<readonly B[]>): Promise<B[]> {
  const found: B[] = [];
  for (let from = 0; from < all.length; from += atOnce) found.push(...(await ask(all.slice(from, from + atOnce))));
  return found;
}
