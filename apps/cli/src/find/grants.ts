import { EasementError, listAll } from '@easement/client';
import { type Grant, GrantedKind, type ListGrantsRequest } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { listDefinitions } from './definitions.ts';

export async function listGrants(
  { client, call }: Session,
  parent: ListGrantsRequest['parent'],
): Promise<readonly Grant[]> {
  return await collect(listAll(client.shares.listGrants, { parent }, (page) => page.grants, call));
}

/** Names, by id, of what the grants are on and of their shares; what the caller may not look at keeps its id. */
export async function grantNames(session: Session, grants: readonly Grant[]): Promise<(id: string) => string> {
  const buckets = new Set(grants.map(({ bucketId }) => bucketId));
  const shares = new Set(grants.map(({ shareId }) => shareId));
  const found = await Promise.all([
    ...[...buckets].map((id) => visible(namesIn(session, id, kindsIn(grants, id)))),
    ...[...shares].map((id) => visible(nameOfShare(session, id))),
  ]);
  const names = new Map(found.flat());
  return (id) => names.get(id) ?? id;
}

type Named = readonly [id: string, name: string];

/** Which kinds of object in a bucket are granted: the others need not be listed. */
function kindsIn(grants: readonly Grant[], bucketId: string): ReadonlySet<GrantedKind> {
  return new Set(grants.filter((grant) => grant.bucketId === bucketId).map(({ objectKind }) => objectKind));
}

async function namesIn(
  session: Session,
  bucketId: string,
  granted: ReadonlySet<GrantedKind>,
): Promise<readonly Named[]> {
  const { client, call } = session;
  const parent = { case: 'bucketId' as const, value: bucketId };
  const tables = () => collect(listAll(client.tables.listTables, { parent }, (page) => page.tables, call));
  const [{ bucket }, ...objects] = await Promise.all([
    client.buckets.getBucket({ bucketId }, call),
    granted.has(GrantedKind.TABLE) ? tables() : [],
    granted.has(GrantedKind.VIEW) ? listDefinitions(session, 'view', parent) : [],
    granted.has(GrantedKind.FUNCTION) ? listDefinitions(session, 'function', parent) : [],
  ]);
  const bucketName = bucket?.name ?? bucketId;
  return [[bucketId, bucketName], ...objects.flat().map(({ id, name }): Named => [id, `${bucketName}.${name}`])];
}

async function nameOfShare({ client, call }: Session, shareId: string): Promise<readonly Named[]> {
  const { share } = await client.shares.getShare({ shareId }, call);
  return share ? [[shareId, share.name]] : [];
}

async function visible(names: Promise<readonly Named[]>): Promise<readonly Named[]> {
  return await names.catch((error: unknown) => {
    if (error instanceof EasementError && error.reason !== undefined) return [];
    throw error;
  });
}
