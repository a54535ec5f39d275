import type { ListGrantsRequest, ShareService } from '@easement/contracts';
import { type BucketId, isId, maySeeInside, notFound, type ObjectId, parseId, parseObjectId } from '@easement/domain';
import { pageOf, type Position } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Objects } from '../peers/catalog.ts';
import { seeShare } from '../shares/see-share.ts';
import { kindOf } from './find-grantable.ts';
import { toGrantMessage } from './grant-message.ts';
import { pageOfGrants } from './grant-store.ts';
import type { StoredGrant } from './grant.table.ts';

type Page = { readonly size: number; readonly after: Position | undefined };

/** A page may be shorter than it should be: what is gone, and what its reader may not know of, is left out of it. */
export function listGrants(deps: Deps): Handler<typeof ShareService.method.listGrants> {
  return async (request, call) => {
    const { grants, next } = await readPage(deps, call, request.parent, pageOf(deps.pages, call, request));
    const there = await withObjects(deps, call, grants);
    return { grants: there.map(toGrantMessage), nextPageToken: deps.pages.sign(call, next) };
  };
}

async function readPage(deps: Deps, call: Call, parent: ListGrantsRequest['parent'], page: Page) {
  const { organization } = principalOf(call);
  switch (parent.case) {
    case 'shareId': {
      const { share, standing } = await seeShare(deps, call, parseId('share', parent.value));
      const { grants, next } = await deps.db.read(call, (tx) =>
        pageOfGrants(tx, organization, { share_id: share.id }, page),
      );
      const isInside = maySeeInside(standing);
      return { grants: grants.filter(({ privilege }) => isInside || privilege !== 'reference_usage'), next };
    }
    case 'objectId': {
      const object = await seeObject(deps, call, parent.value);
      return await deps.db.read(call, (tx) => pageOfGrants(tx, organization, { object_id: object }, page));
    }
    case undefined:
      throw new Error('the contract demands a parent');
  }
}

/** The object, of whose project the caller sees the inside. Who reaches it by a link alone learns nothing of shares. */
async function seeObject(deps: Deps, call: Call, id: string): Promise<BucketId | ObjectId> {
  const object = isId('bucket', id) ? parseId('bucket', id) : parseObjectId(id);
  const found = await deps.catalog.objects(call, [object]);
  const bucket = bucketOf(found, object);
  const project = bucket && found.buckets.get(bucket)?.projectId;
  const owner = project ?? (bucket && (await deps.catalog.objects(call, [bucket])).buckets.get(bucket)?.projectId);
  if (owner === undefined) throw notFound(kindOf(id), id);
  const standing = await deps.directory.standing(call, principalOf(call).principal, parseId('project', owner));
  if (!maySeeInside(standing)) throw notFound(kindOf(id), id);
  return object;
}

async function withObjects({ catalog }: Deps, call: Call, grants: readonly StoredGrant[]): Promise<StoredGrant[]> {
  if (grants.length === 0) return [];
  const found = await catalog.objects(
    call,
    grants.map(({ object }) => object),
  );
  return grants.filter(({ object }) => bucketOf(found, object) !== undefined);
}

/** The bucket that an object is, or is in; undefined where there is no such thing. */
export function bucketOf(
  { buckets, tables, views, functions }: Objects,
  id: BucketId | ObjectId,
): BucketId | undefined {
  if (isId('bucket', id)) return buckets.has(id as BucketId) ? (id as BucketId) : undefined;
  const found = [tables, views, functions].map((some: ReadonlyMap<string, { readonly bucket: BucketId }>) =>
    some.get(id),
  );
  return found.find((one) => one !== undefined)?.bucket;
}
