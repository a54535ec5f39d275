import {
  assertMayManageShares,
  type Audience,
  crossOrganization,
  invalidField,
  isId,
  listedProjects,
  listedUsers,
  type PrincipalId,
  type ProjectId,
  type Standing,
  withoutGone,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { KnownPrincipal } from '../peers/directory.ts';
import type { AudienceDraft } from './audience-message.ts';

/**
 * The audience that the caller asks for, whoever is listed being found. Refuses `cross_organization` with exactly those
 * that the organization does not have, then the caller without the right to share, then listed users who are in no
 * project. Who has no role in the organization learns nothing of who is in it: only the right is looked at.
 */
export async function resolveAudience(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  draft: AudienceDraft,
  standing: Standing,
): Promise<Audience> {
  const act = 'sharing';
  if (standing.organizationRole === undefined) assertMayManageShares(standing, act);
  switch (draft.kind) {
    case 'project_members':
    case 'organization_members':
      assertMayManageShares(standing, act);
      return { kind: draft.kind };
    case 'selected_projects':
    case 'tenants': {
      assertOurs('audience.project_ids', draft.projects, await directory.projectNames(call, draft.projects));
      assertMayManageShares(standing, act);
      return { kind: draft.kind, projects: new Set(draft.projects) };
    }
    case 'selected_users': {
      const found = await directory.principals(call, draft.users);
      assertOurs('audience.users', draft.users, found);
      assertMayManageShares(standing, act);
      return { kind: draft.kind, users: usersInProjects(found) };
    }
  }
}

function assertOurs<T extends string>(field: string, asked: readonly T[], found: ReadonlyMap<T, unknown>): void {
  const foreign = asked.filter((target) => !found.has(target));
  if (foreign.length > 0) throw crossOrganization(field, foreign);
}

function usersInProjects(found: ReadonlyMap<string, KnownPrincipal>): ReadonlySet<PrincipalId> {
  const idle = [...found].filter(([, { isInProject }]) => !isInProject).map(([asked]) => asked);
  if (idle.length > 0) {
    throw invalidField(
      'audience.users',
      `audience.users lists who is in no project of the organization: ${idle.join(', ')}; add them to one first`,
    );
  }
  return new Set([...found.values()].map(({ id }) => id));
}

/** The same shares without those on their lists who are gone: deleted projects and accounts drop out. */
export async function dropGoneTargets<S extends { readonly audience: Audience }>(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  shares: readonly S[],
): Promise<S[]> {
  const projects = shares.flatMap(({ audience }) => [...listedProjects(audience)]);
  const users = shares.flatMap(({ audience }) => [...listedUsers(audience)]);
  const [names, principals] = await Promise.all([
    directory.projectNames(call, projects),
    directory.principals(call, users),
  ]);
  const exists = (id: ProjectId | PrincipalId) =>
    isId('project', id) ? names.has(id as ProjectId) : principals.has(id);
  return shares.map((share) => ({ ...share, audience: withoutGone(share.audience, exists).audience }));
}
