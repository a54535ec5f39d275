import type { ImpactSchema } from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { hasLinks, type OrganizationId, type PrincipalId } from '@easement/domain';
import { type Call, countPrincipals } from '@easement/rpc';
import { visibleProjects } from '../access/visible-projects.ts';
import type { Deps } from '../deps.ts';
import { findHolders, type Holdable, HeldError } from './held.ts';

/** Runs `drop` and tells of the holds it met as far as the principal may hear of them: the rest is a count. */
export async function tellHeld<T>(deps: Deps, call: Call, principal: PrincipalId, drop: () => Promise<T>): Promise<T> {
  try {
    return await drop();
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    const visible = await visibleProjects(deps, call, principal, error.projects);
    const named = error.projects.filter((project) => visible.has(project));
    throw hasLinks(error.what, named, error.projects.length - named.length);
  }
}

type Impact = MessageInitShape<typeof ImpactSchema>;

/**
 * Whom a change of the object touches: the projects that link it, as far as the principal may hear of them, and how many
 * have a role in any of them.
 */
export async function impactOn(
  deps: Deps,
  call: Call,
  caller: { readonly principal: PrincipalId; readonly organization: OrganizationId },
  object: Holdable | undefined,
): Promise<Impact> {
  if (object === undefined) return {};
  const holders = await deps.db.read(call, (tx) => findHolders(tx, caller.organization, object));
  const projects = [...new Set(holders.map(({ project }) => project))];
  const [visible, principalCount] = await Promise.all([
    visibleProjects(deps, call, caller.principal, projects),
    countPrincipals(deps.directory, call, projects),
  ]);
  const projectIds = projects.filter((project) => visible.has(project));
  const links = holders.filter(({ project }) => visible.has(project)).map(({ link }) => link);
  const hiddenCount = projects.length - projectIds.length + (holders.length - links.length);
  return { projectIds, links, principalCount, hiddenCount };
}
