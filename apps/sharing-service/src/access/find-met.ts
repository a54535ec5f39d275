import type { PrincipalId, Standing } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';

/**
 * Those of the asked whom the caller meets in some project. Looked for only where it tells something: a role in the
 * organization shows everybody, and a role in the project of the question shows its members.
 */
export async function findMet(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  caller: Pick<Standing, 'principal' | 'organizationRole'> | undefined,
  asked: readonly Standing[],
): Promise<ReadonlySet<PrincipalId>> {
  if (!caller || caller.organizationRole !== undefined) return new Set();
  const others = asked.filter(({ principal, givenRole }) => principal !== caller.principal && givenRole === undefined);
  return await directory.acquaintances(
    call,
    caller.principal,
    others.map(({ principal }) => principal),
  );
}
