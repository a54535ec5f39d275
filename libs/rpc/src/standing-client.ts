import { DirectoryService } from '@easement/contracts';
import type { PrincipalId, ProjectId, Standing } from '@easement/domain';
import type { Dial } from './dial.ts';
import type { Call } from './handler.ts';
import { asService } from './outgoing.ts';
import { toStanding } from './standing-message.ts';

/** Asks identity-service, every time, what principals are in projects. */
export type StandingOf = {
  /** The standing of one principal in one project. */
  readonly one: (call: Call, principal: PrincipalId, project: ProjectId) => Promise<Standing>;
  /** Those of one principal in several projects, in order, all of one instant. */
  readonly inProjects: (call: Call, principal: PrincipalId, projects: readonly ProjectId[]) => Promise<Standing[]>;
  /** Those in every project that the principal has a role in, given or implied. */
  readonly everywhere: (call: Call, principal: PrincipalId) => Promise<Standing[]>;
};

const atOnce = 1_000;

export function standingClient(dial: Dial): StandingOf {
  const directory = dial('identity', DirectoryService);
  const inProjects: StandingOf['inProjects'] = async (call, principal, projects) => {
    const found: Standing[] = [];
    for (let from = 0; from < projects.length; from += atOnce) {
      const queries = projects
        .slice(from, from + atOnce)
        .map((project) => ({ principalId: principal, projectId: project }));
      const { standings } = await directory.getStanding({ queries }, asService(call));
      found.push(...standings.map(toStanding));
    }
    return found;
  };
  return {
    inProjects,
    one: async (call, principal, project) => {
      const [standing] = await inProjects(call, principal, [project]);
      if (!standing) throw new Error('identity-service answered fewer standings than it was asked for');
      return standing;
    },
    everywhere: async (call, principal) => {
      const { standings } = await directory.listStandings({ principalId: principal }, asService(call));
      return standings.map(toStanding);
    },
  };
}
