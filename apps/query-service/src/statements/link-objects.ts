import { GrantedKind, Stage } from '@easement/contracts';
import { type LinkId, nameKey, parseId } from '@easement/domain';
import { asService, onBehalf } from '@easement/rpc';
import { type Name, type ObjectName, refuseAt } from '@easement/sql';
import type { ResolvedObject } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import { getOwnDatabase } from './database.ts';
import { getOffer } from './find-share.ts';
import { acting, type Here } from './here.ts';
import { getObject, orTaken, orUnknown, placeIn } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { readAll } from './read-all.ts';
import type { CreateTable } from './tables.ts';

/** Links a single granted table or view, `provider.share.table` or `share.table`, under a name in an own database. */
export async function createTableFromShare(
  deps: Deps,
  here: Here,
  { name, ifThere }: CreateTable,
  source: ObjectName,
): Promise<Outcome> {
  const { project, text, validateOnly } = here;
  const { database, last } = placeIn(here, name);
  const targetBucketId = await getOwnDatabase(deps, here, database);
  if (ifThere === 'replace') {
    const message = 'a linked table is not replaced; DROP TABLE unlinks the one that is there';
    throw refuseAt('statement_not_supported', message, text, 0, { what: 'CREATE OR REPLACE TABLE … FROM SHARE' });
  }
  const unchanged = done(`table ${last} was there already`);
  const there = ifThere === 'skip' && (await orUnknown(true, () => getObject(deps, here, name)));
  if (there) return unchanged;
  const [object = '', ...share] = [...source.parts].reverse();
  const { shareId } = await getOffer(deps, here, { parts: share.reverse(), offset: source.offset });
  const objectId = await grantedObject(deps, here, shareId, { text: object, offset: source.offset });
  const request = { shareId, objectId, projectId: project, targetBucketId, name: last, stage: Stage.IN, validateOnly };
  const make = () => deps.statementPeers.links.createLink(request, acting(here, 'link object'));
  return (await orTaken(ifThere === 'skip', make)) ? done(`table ${last} created from the share`) : unchanged;
}

/** The link by which a single object has its name in an own database, if that is what it is. */
export function singleLinkOf({ way }: ResolvedObject): LinkId | undefined {
  return way?.objectId === undefined ? undefined : parseId('link', way.linkId);
}

/** What is linked one by one into an own database: names, and which are views. */
export async function linkedObjects(
  { statementPeers }: Deps,
  { call, project }: Here,
  targetBucketId: string,
): Promise<[string, string][]> {
  const parent = { case: 'projectId', value: project } as const;
  const links = await readAll(
    (page) => statementPeers.links.listLinks({ parent, targetBucketId, ...page }, onBehalf(call)),
    (page) => page.links,
  );
  return links.map(({ name, objectId }) => [name, objectId.startsWith('vew_') ? 'VIEW' : 'TABLE']);
}

async function grantedObject(
  { statementPeers }: Deps,
  { call, text }: Here,
  shareId: string,
  { text: name, offset }: Name,
): Promise<string> {
  const parent = { case: 'shareId', value: shareId } as const;
  const grants = await readAll(
    (page) => statementPeers.shares.listGrants({ parent, ...page }, onBehalf(call)),
    (page) => page.grants,
  );
  const readable = grants.filter(
    ({ objectKind }) => objectKind === GrantedKind.TABLE || objectKind === GrantedKind.VIEW,
  );
  const objectIds = readable.map(({ objectId }) => objectId);
  const { tables, views } = await statementPeers.objects.lookUpObjects({ objectIds }, asService(call));
  const found = [...tables, ...views].find((one) => nameKey(one.name) === nameKey(name));
  if (found) return found.id;
  const message = `the share holds no table or view ${name}; DESC SHARE lists what it holds`;
  throw refuseAt('unknown_name', message, text, offset, { name });
}
