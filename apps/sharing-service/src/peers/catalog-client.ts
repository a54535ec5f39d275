import { type Bucket, HoldService, ObjectService } from '@easement/contracts';
import {
  type BucketId,
  type FunctionId,
  type ObjectId,
  parseId,
  policies,
  type TableId,
  type ViewId,
} from '@easement/domain';
import { asService, type Call, derivedRequestId, type Dial, type Peer } from '@easement/rpc';
import type { Catalog, Cover, Objects, ViewFacts } from './catalog.ts';

/** A request takes more, but its answer, with all the columns of all the tables, should stay small. */
const atOnce = 500;

export function catalogClient(dial: Dial): Catalog {
  const objects = dial('catalog', ObjectService);
  const holds = dial('catalog', HoldService);
  return {
    objects: (call, ids) => lookUp(objects, call, { ids, withCovers: false }),
    objectsToDrop: (call, ids) => lookUp(objects, call, { ids, withCovers: true }),
    ownersOfNames: async (call, { project, target = '' }, names) => {
      if (names.length === 0) return new Map();
      const found = await objects.lookUpNames(
        { projectId: project, bucketId: target, names: [...names] },
        asService(call),
      );
      return new Map(found.names.map(({ name, ownerId }) => [name, ownerId]));
    },
    placeHold: async (call, { id, bucket, project, target: bucketId = '', name }, kind) => {
      const blocks = policies[kind].dropWhileLinked === 'refused';
      const requestId = derivedRequestId(call, `place hold ${id}`);
      await holds.placeHold(
        { objectId: bucket, holderId: id, projectId: project, bucketId, name, blocks, requestId },
        asService(call),
      );
    },
    releaseHolds: async (call, links) => {
      const requestId = derivedRequestId(call, `release holds ${links.join(' ')}`);
      await holds.releaseHold({ holderIds: [...links], requestId }, asService(call));
    },
    rename: async (call, link, name) => {
      // Of the renaming and not of the call: whoever drives it on, a copy that arrives late is the same request.
      const requestId = `rename-${link.id}-${link.stateTime.getTime().toString(36)}`;
      await holds.renameName({ holderId: link.id, name, requestId }, asService(call));
    },
  };
}

type Asked = { readonly ids: readonly (BucketId | ObjectId)[]; readonly withCovers: boolean };

async function lookUp(objects: Peer<typeof ObjectService>, call: Call, { ids, withCovers }: Asked): Promise<Objects> {
  const buckets = new Map<BucketId, Bucket>();
  const tables = new Map<
    TableId,
    { readonly bucket: BucketId; readonly isHidden: boolean; readonly byteCount: bigint }
  >();
  const views = new Map<ViewId, ViewFacts>();
  const functions = new Map<FunctionId, { readonly bucket: BucketId }>();
  const covers = new Map<string, Cover>();
  const asked = [...new Set(ids)];
  for (let from = 0; from < asked.length; from += atOnce) {
    const objectIds = asked.slice(from, from + atOnce);
    const found = await objects.lookUpObjects({ objectIds, withCovers }, asService(call));
    const hidden = new Set(found.hiddenTableIds);
    for (const bucket of found.buckets) buckets.set(parseId('bucket', bucket.id), bucket);
    for (const { id, bucketId, byteCount } of found.tables) {
      const bucket = parseId('bucket', bucketId);
      tables.set(parseId('table', id), { bucket, isHidden: hidden.has(id), byteCount });
    }
    for (const { id, bucketId } of found.views) {
      const reads = found.viewReads.find(({ viewId }) => viewId === id);
      const readBuckets = (reads?.bucketIds ?? []).map((read) => parseId('bucket', read));
      const facts = { bucket: parseId('bucket', bucketId), readBuckets, readsLink: reads?.readsLink ?? false };
      views.set(parseId('view', id), facts);
    }
    for (const { id, bucketId } of found.functions) {
      functions.set(parseId('function', id), { bucket: parseId('bucket', bucketId) });
    }
    for (const { objectId, bucketIds, aliasIds, aliasCount: count } of found.covers) {
      const aliases = { named: aliasIds.map((id) => parseId('table', id)), count };
      covers.set(objectId, { buckets: bucketIds.map((id) => parseId('bucket', id)), aliases });
    }
  }
  return { buckets, tables, views, functions, covers };
}
