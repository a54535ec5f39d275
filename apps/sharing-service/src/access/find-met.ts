import type { PrincipalId, Standing } from '@easement/domain';
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
  const mine = (await directory.everywhere(call, caller.principal)).map(({ project }) => project);
  const places = unknown.flatMap((principal) => mine.map((project) => ({ principal, project })));
  const [standings, known] = await Promise.all([
    directory.standings(call, places),
    directory.principals(call, unknown),
  ]);
  const given = standings.filter(({ givenRole }) => givenRole !== undefined).map(({ principal }) => principal);
  const governed = unknown.filter((principal) => mine.some((project) => project === known.get(principal)?.scope));
  return new Set([...given, ...governed]);
}
