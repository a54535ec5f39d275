import { maySeeProjectName, type PrincipalId, type ProjectId } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';

/** Those of the projects whose names the principal may know. */
export async function visibleProjects(
  { standings }: Pick<Deps, 'standings'>,
  call: Call,
  principal: PrincipalId,
  projects: readonly ProjectId[],
): Promise<ReadonlySet<ProjectId>> {
  const asked = [...new Set(projects)];
  if (asked.length === 0) return new Set();
  const found = await standings.inProjects(call, principal, asked);
  return new Set(found.filter(maySeeProjectName).map(({ project }) => project));
}
