import type { DirectoryService } from '@easement/contracts';
import { parseId, parsePrincipalId, type PrincipalId, type ProjectId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toOrganizationRole, toProjectRole } from '../members/member-message.ts';
import { selectStandings } from './standing-query.ts';

/** Runs in nearly every call of the product: one statement, however many pairs are asked for. */
export function getStanding({ db }: Deps): Handler<typeof DirectoryService.method.getStanding> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const pairs = request.queries.map(({ principalId, projectId }) => ({
      principal: parsePrincipalId(principalId),
      project: projectId === '' ? undefined : parseId('project', projectId),
    }));
    const found = await selectStandings(db, call, organization, pairs);
    const answer = ({ principal, project }: { principal: PrincipalId; project: ProjectId | undefined }) => {
      const known = project && found.projects.get(project);
      return {
        principalId: principal,
        principalExists: found.principals.has(principal),
        organizationRole: toOrganizationRole(found.principals.get(principal)?.role),
        projectId: project ?? '',
        projectExists: known !== undefined,
        projectRole: toProjectRole(project && found.roleOf(principal, project)),
        projectClosing: known?.isClosing ?? false,
      };
    };
    return { standings: pairs.map(answer) };
  };
}
