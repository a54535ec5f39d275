import { EasementError, listAll } from '@easement/client';
import { type Grant, GrantedKind, type ListGrantsRequest } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';

export async function listGrants(
  { client, call }: Session,
  parent: ListGrantsRequest['parent'],
): Promise<readonly Grant[]> {
  return await collect(listAll(client.shares.listGrants, { parent }, (page) => page.grants, call));
}

/** Names, by id, of what the grants are on and of their shares; what the caller may not look at keeps its id. */
export async function grantNames(session: Session, grants: readonly Grant[]): Promise<(id: string) => string> {
  const buckets = new Set(grants.map(({ bucketId }) => bucketId));
  const filled = new Set(
    grants.filter((grant) => grant.objectKind !== GrantedKind.BUCKET).map((grant) => grant.bucketId),
  );
  const shares = new Set(grants.map(({ shareId }) => shareId));
  const found = await Promise.all([
    ...[...buckets].map((id) => visible(namesIn(session, id, filled.has(id)))),
    ...[...shares].map((id) => visible(nameOfShare(session, id))),
  ]);
  const names = new Map(found.flat());
  return (id) => names.get(id) ?? id;
}

type Named = readonly [id: string, name: string];

async function namesIn({ client, call }: Session, bucketId: string, withTables: boolean): Promise<readonly Named[]> {
  const { bucket } = await client.buckets.getBucket({ bucketId }, call);
  const bucketName = bucket?.name ?? bucketId;
  const parent = { case: 'bucketId' as const, value: bucketId };
  const listing = listAll(client.tables.listTables, { parent }, (page) => page.tables, call);
  const tables = withTables ? await collect(listing) : [];
  return [[bucketId, bucketName], ...tables.map(({ id, name }): Named => [id, `${bucketName}.${name}`])];
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
