import { audienceShownTo, type Audience, type Standing } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { targetsOf } from './share.table.ts';

/** The shares with as much of their audiences as the caller may know, who is `standing` in one of the projects. */
export async function withShownAudiences<S extends { readonly audience: Audience }>(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  { organizationRole, principal }: Standing,
  shares: readonly S[],
): Promise<readonly S[]> {
  const knowsAll = organizationRole !== undefined || shares.every(({ audience }) => targetsOf(audience).length === 0);
  if (knowsAll) return shares;
  const everywhere = await directory.everywhere(call, principal);
  return shares.map((share) => ({ ...share, audience: audienceShownTo(share.audience, everywhere) }));
}
