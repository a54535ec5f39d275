import { onBehalf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import type { Outcome } from './outcome.ts';
import { readAll } from './read-all.ts';

/** The project's own, then what it links. */
export async function showDatabases({ statementPeers }: Deps, { call, project }: Here): Promise<Outcome> {
  const buckets = await readAll(
    (page) => statementPeers.buckets.listBuckets({ projectId: project, ...page }, onBehalf(call)),
    (page) => page.buckets,
  );
  const parent = { case: 'projectId', value: project } as const;
  const links = await readAll(
    (page) => statementPeers.links.listLinks({ parent, ...page }, onBehalf(call)),
    (page) => page.links,
  );
  const rows = [
    ...buckets.map(({ name }) => [name, 'OWN']),
    ...links.filter(({ objectId }) => objectId === '').map(({ name }) => [name, 'LINKED']),
  ];
  return { columns: ['Name', 'Origin'], rows };
}
