import { nameScope, notFound, Refusal } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { type ImpactInit, impactOn } from '../impact.ts';
import type { StoredLink } from './link.table.ts';

/** Checks all that making the link would check, the catalog's part too, and changes nothing. */
export async function rehearseLink(
  deps: Deps,
  call: Call,
  link: StoredLink,
  begin: (tx: WriteTx) => Promise<void>,
): Promise<ImpactInit> {
  const { db, catalog } = deps;
  await db.rehearse(call, begin);
  const [{ buckets }, owners] = await Promise.all([
    catalog.objects(call, [link.bucket]),
    catalog.ownersOfNames(call, link, [link.name]),
  ]);
  if (!buckets.has(link.bucket)) throw notFound('share', link.share);
  const owner = owners.get(link.name);
  if (owner !== undefined && owner !== link.id) throw nameTaken(link, owner);
  return await impactOn(deps, call, { projects: [link.project, link.source] });
}

/** As the catalog says it when it is asked for the name in earnest. */
export function nameTaken(link: Pick<StoredLink, 'name' | 'project' | 'target'>, owner: string): Refusal {
  const { name } = link;
  return new Refusal(
    'name_taken',
    `the name ${JSON.stringify(name)} is taken in ${nameScope(link)}: ${owner} has it; choose another`,
    { name, owner },
  );
}
