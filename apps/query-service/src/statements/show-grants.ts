import { Privilege, type Share } from '@easement/contracts';
import { onBehalf } from '@easement/rpc';
import { type GrantObject, type ObjectName, refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { getShare } from './find-share.ts';
import { idOf } from './grants.ts';
import type { Here } from './here.ts';
import { type Outcome, timeText } from './outcome.ts';
import { namesOfProjects } from './project-names.ts';
import { readAll } from './read-all.ts';

/** The privileges that were granted on an object, and to which shares. */
export async function showGrantsOn(deps: Deps, here: Here, object: GrantObject): Promise<Outcome> {
  const { shares } = deps.statementPeers;
  const { call } = here;
  const parent = { case: 'objectId', value: await idOf(deps, here, object) } as const;
  const grants = await readAll(
    (page) => shares.listGrants({ parent, ...page }, onBehalf(call)),
    (page) => page.grants,
  );
  const names = new Map<string, string>();
  for (const shareId of new Set(grants.map((grant) => grant.shareId))) {
    const { share } = await shares.getShare({ shareId }, onBehalf(call));
    names.set(shareId, share?.name ?? shareId);
  }
  const rows = grants.map(({ createTime, privilege, shareId }) => [
    timeText(createTime),
    words.get(privilege) ?? '',
    names.get(shareId) ?? shareId,
  ]);
  return { columns: ['Granted_on', 'Privilege', 'Share_name'], rows };
}

const words = new Map<Privilege, string>([
  [Privilege.USAGE, 'USAGE'],
  [Privilege.SELECT, 'SELECT'],
  [Privilege.REFERENCE_USAGE, 'REFERENCE_USAGE'],
]);

/** The tenants of a share of the project's own, and which of them use it. */
export async function showGrantsOf(deps: Deps, here: Here, { parts, offset }: ObjectName): Promise<Outcome> {
  const [text = '', ...more] = parts;
  if (more.length > 0) {
    const message = 'only the provider is told who uses a share; name one of this project, by its name alone';
    throw refuseAt('unknown_name', message, here.text, offset, { name: parts.join('.') });
  }
  const share = await getShare(deps, here, { text, offset });
  const links = await readAll(
    (page) => {
      const parent = { case: 'shareId', value: share.id } as const;
      return deps.statementPeers.links.listLinks({ parent, ...page }, onBehalf(here.call));
    },
    (page) => page.links,
  );
  const since = new Map(links.map(({ projectId, createTime }) => [projectId, timeText(createTime)]));
  const tenants = tenantsOf(share, [...since.keys()]);
  const nameOf = await namesOfProjects(deps, here, tenants);
  const rows = tenants.map((id) => [nameOf(id), since.has(id) ? 'YES' : 'NO', since.get(id) ?? '']);
  return { columns: ['Tenant', 'In_use', 'In_use_since'], rows };
}

/** Those on the list, and those that link it though no list names them. */
function tenantsOf({ audience }: Share, linkers: readonly string[]): string[] {
  return [...new Set([...(audience?.projectIds ?? []), ...linkers])];
}
