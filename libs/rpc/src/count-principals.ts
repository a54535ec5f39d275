import type { DirectoryService } from '@easement/contracts';
import type { PrincipalId, ProjectId } from '@easement/domain';
import type { Call } from './handler.ts';
import { asService } from './outgoing.ts';
import type { Peer } from './peer.ts';

const mostIds = 10_000;

/**
 * Asks identity-service how many principals have a role in one of the projects or are among `named`, each once: whom an
 * act affects. Of more than 10,000 projects the rest goes uncounted.
 */
export async function countPrincipals(
  directory: Peer<typeof DirectoryService>,
  call: Call,
  projects: readonly ProjectId[],
  named: readonly PrincipalId[] = [],
): Promise<number> {
  if (projects.length + named.length === 0) return 0;
  const [projectIds, principalIds] = [projects.slice(0, mostIds), named.slice(0, mostIds)];
  return (await directory.countPrincipals({ projectIds, principalIds }, asService(call))).count;
}
