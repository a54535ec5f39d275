import { assertProjectRole, type PrincipalId, type ProjectId, projectClosing } from '@easement/domain';
import { asService, type Call, toStanding } from '@easement/rpc';
import type { Deps } from '../deps.ts';

/**
 * Refuses unless the principal may make things in the project, and the project takes them: identity-service says
 * `closing` before it asks the others to close.
 */
export async function assertMayCreateIn(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  principal: PrincipalId,
  project: ProjectId,
): Promise<void> {
  const queries = [{ principalId: principal, projectId: project }];
  const { standings } = await directory.getStanding({ queries }, asService(call));
  const [standing] = standings;
  if (!standing) throw new Error('identity-service answered no standing where one was asked for');
  assertProjectRole(toStanding(standing), 'write', 'creating a bucket');
  if (standing.projectClosing) throw projectClosing(project);
}
