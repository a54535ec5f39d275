import { nameKey, type ProjectId } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { removeAllGone } from '../shares/gone-shares.ts';
import { findProviders, moveOffers } from '../shares/share-lists.ts';
import type { NewCall } from './sweep.ts';

/** Removes shares whose bucket is gone, and lets the order of offers follow the names of their providers. */
export async function sweepShares(deps: Deps, newCall: NewCall): Promise<void> {
  await removeAllGone(deps, newCall());
  const call = newCall();
  const providers = await deps.db.read(call, (tx) => findProviders(tx, organizationOf(call)));
  const names = await deps.directory.projectNames(
    call,
    providers.map(({ project }) => project),
  );
  for (const { project, key } of providers) await followName(deps, newCall, project, key, names.get(project));
}

async function followName(
  { db }: Deps,
  newCall: NewCall,
  project: ProjectId,
  key: string,
  name: string | undefined,
): Promise<void> {
  if (name === undefined || nameKey(name) === key) return;
  const call = newCall();
  await db.write(call, (tx) => moveOffers(tx, organizationOf(call), project, nameKey(name)));
}
