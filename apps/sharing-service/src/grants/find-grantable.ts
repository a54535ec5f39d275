import { assertMayManageShares, type Grantable, isId, notFound, parseObjectId, Refusal } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { openSource } from '../shares/open-source.ts';
import type { StoredShare } from '../shares/share.table.ts';

/**
 * What is to be granted, of the project that shares. What the caller does not see is refused as not existing, what it
 * reaches by a link alone with `reshare_forbidden`, and what another of its projects owns with `wrong_share_object`.
 */
export async function findGrantable(deps: Deps, call: Call, share: StoredShare, id: string): Promise<Grantable> {
  if (isId('bucket', id) || isId('link', id)) {
    const source = await openSource(deps, call, id);
    if (source.project !== share.project) throw otherProject(share, 'bucket', id);
    const { bucket } = source;
    return { object: bucket, kind: 'bucket', bucket, isHidden: false, readBuckets: [], readsLink: false };
  }
  const found = await describe(deps, call, id);
  if (!found) throw notFound(kindOf(id), id);
  const source = await openBucket(deps, call, found, id);
  if (source.project === share.project) return found;
  assertMayManageShares(source.standing, 'sharing');
  throw otherProject(share, found.kind, id);
}

async function describe({ catalog }: Deps, call: Call, id: string): Promise<Grantable | undefined> {
  const { tables, views, functions } = await catalog.objects(call, [parseObjectId(id)]);
  const plain = { readBuckets: [], readsLink: false, isHidden: false };
  for (const [object, { bucket, isHidden }] of tables) return { ...plain, object, kind: 'table', bucket, isHidden };
  for (const [object, facts] of views) return { ...plain, ...facts, object, kind: 'view' };
  for (const [object, { bucket }] of functions) return { ...plain, object, kind: 'function', bucket };
  return undefined;
}

/** The bucket of the object, or the refusal in the name of the object that was asked for. */
async function openBucket(deps: Deps, call: Call, { bucket, kind, isHidden }: Grantable, id: string) {
  try {
    return await openSource(deps, call, bucket, parseObjectId(id));
  } catch (error) {
    const isUnseen = error instanceof Refusal && (error.reason === 'not_found' || isHidden);
    throw isUnseen ? notFound(kind, id) : error;
  }
}

function otherProject({ id, project }: StoredShare, kind: string, object: string): Refusal {
  return new Refusal(
    'wrong_share_object',
    `${object} does not belong to ${project}, whose share ${id} is; make a share in the project that owns it`,
    { id: object, kind, share: id },
  );
}

/** The noun of an id that may be of nothing. */
export function kindOf(id: string): 'bucket' | 'table' | 'view' | 'function' {
  if (isId('bucket', id)) return 'bucket';
  if (isId('view', id)) return 'view';
  return isId('function', id) ? 'function' : 'table';
}
