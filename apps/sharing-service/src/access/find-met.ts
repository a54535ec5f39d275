import type { PrincipalId, ProjectId, Standing } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';

/**
 * Those of the asked whom the caller meets in some project: both have a role in it, or the caller has and it governs the
 * other's account. Looked for only where it tells something: a role in the organization shows everybody, and a role in
 * the project of the question shows its members.
 */
export async function findMet(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  caller: Pick<Standing, 'principal' | 'organizationRole'> | undefined,
  asked: readonly Standing[],
): Promise<ReadonlySet<PrincipalId>> {
  if (!caller || caller.organizationRole !== undefined) return new Set();
  const others = asked.filter(({ principal, givenRole }) => principal !== caller.principal && givenRole === undefined);
  const unknown = [...new Set(others.map(({ principal }) => principal))];
  if (unknown.length === 0) return new Set();
  const [mine, known] = await Promise.all([
    directory.everywhere(call, caller.principal),
    directory.principals(call, unknown),
  ]);
  const places = givenIn(mine);
  const met = await Promise.all(
    unknown.map(async (principal) => {
      const scope = known.get(principal)?.scope;
      if (scope !== undefined && places.has(scope)) return true;
      const theirs = givenIn(await directory.everywhere(call, principal));
      return [...theirs].some((project) => places.has(project));
    }),
  );
  return new Set(unknown.filter((_, place) => met[place]));
}

function givenIn(standings: readonly Standing[]): ReadonlySet<ProjectId> {
  return new Set(standings.filter(({ givenRole }) => givenRole !== undefined).map(({ project }) => project));
}
