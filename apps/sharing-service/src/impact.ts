import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema } from '@easement/contracts';
import {
  type Audience,
  type LinkId,
  listedProjects,
  listedUsers,
  type PrincipalId,
  type ProjectId,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from './deps.ts';

export type ImpactInit = MessageInitShape<typeof ImpactSchema>;

export type Touched = {
  readonly projects?: Iterable<ProjectId>;
  readonly links?: Iterable<LinkId>;
  /** Those that the act names, whatever their roles. */
  readonly principals?: Iterable<PrincipalId>;
};

/** What an act would touch. Asks identity-service who is in the projects, so never within a transaction. */
export async function impactOn(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  { projects = [], links = [], principals = [] }: Touched,
): Promise<ImpactInit> {
  const [projectIds, named] = [[...new Set(projects)], [...new Set(principals)]];
  return { projectIds, links: [...links], principalCount: await directory.countPrincipals(call, projectIds, named) };
}

type Listed = { readonly projects: ReadonlySet<ProjectId>; readonly principals: ReadonlySet<PrincipalId> };

/** The projects and the people that an audience lists; an open one is for whoever fits, and touches nobody by itself. */
export function listedIn(audience: Audience): Listed {
  return {
    projects: listedProjects(audience),
    principals: listedUsers(audience),
  };
}
