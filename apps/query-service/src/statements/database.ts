import { assertMayWrite, type BucketId, isId, type LinkId, parseId } from '@easement/domain';
import { asService, principalOf } from '@easement/rpc';
import { type Name, refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';

/** What a project calls a database: a bucket of its own, or a link. */
export type Database =
  | { readonly kind: 'own'; readonly bucket: BucketId }
  | { readonly kind: 'linked'; readonly link: LinkId; readonly bucket: string };

type Needs = Pick<Deps, 'resolver' | 'statementPeers' | 'standings'>;

/** The database of that name in the project, if there is one. */
export async function findDatabase(
  { resolver, statementPeers }: Needs,
  { call, project }: Here,
  { text }: Name,
): Promise<Database | undefined> {
  const [named] = await resolver.buckets(call, project, [text]);
  if (named?.linkId) return { kind: 'linked', link: parseId('link', named.linkId), bucket: named.bucketId };
  const { names } = await statementPeers.objects.lookUpNames({ projectId: project, names: [text] }, asService(call));
  const owner = names[0]?.ownerId ?? '';
  return isId('bucket', owner) ? { kind: 'own', bucket: parseId('bucket', owner) } : undefined;
}

/** Refuses `unknown_name` where there is none. */
export async function getDatabase(deps: Needs, here: Here, name: Name): Promise<Database> {
  return (await findDatabase(deps, here, name)) ?? unknownDatabase(here, name);
}

/**
 * A database in which the statement would change something: `link_is_read_only` where it is a link. `written` is what would
 * be changed, as refusals name it.
 */
export async function getOwnDatabase(deps: Needs, here: Here, name: Name, written = name.text): Promise<BucketId> {
  const database = await getDatabase(deps, here, name);
  if (database.kind === 'own') return database.bucket;
  const { call, project } = here;
  const standing = await deps.standings.one(call, principalOf(call).principal, project);
  assertMayWrite(
    standing,
    { kind: 'linked', link: database.link },
    { kind: written === name.text ? 'bucket' : 'table', id: written },
  );
  throw new Error('a link let somebody write');
}

export function unknownDatabase({ text }: Here, { text: name, offset }: Name): never {
  const message = `this project has neither a bucket nor a link named ${name}; SHOW DATABASES lists them`;
  throw refuseAt('unknown_name', message, text, offset, { name });
}
