import type { BucketService } from '@easement/contracts';
import { assertFresh, type LinkId, Refusal } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { assertBucketNotShown } from '../aliases/assert-not-shown.ts';
import type { Deps } from '../deps.ts';
import { assertNotHeld } from '../holds/held.ts';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { mutate, mutation } from '../mutation.ts';
import { freeNamesOf, linksNamedIn } from '../names/name-store.ts';
import { removeFunctionsOf } from '../functions/function-store.ts';
import { removeTables } from '../tables/remove-tables.ts';
import { removeViewsOf } from '../views/view-store.ts';
import { getChangeableBucket } from './bucket-access.ts';
import { deleteBucketRow } from './bucket-store.ts';
import type { Bucket } from './bucket.ts';
import { lockSeenBucket } from './lock-bucket.ts';

export function deleteBucket(deps: Deps): Handler<typeof BucketService.method.deleteBucket> {
  return mutation(deps, async (request, call, caller) => {
    const seen = await getChangeableBucket(deps, call, caller, request.bucketId);
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.id }, async (tx) => {
      const bucket = await lockSeenBucket(tx, seen);
      assertFresh(request.etag, bucket);
      const { organization, id } = bucket;
      await assertNotHeld(tx, organization, { bucket: id }, id);
      if (!request.force) assertEmpty(bucket);
      const links = await linksNamedIn(tx, organization, id);
      if (links.length > 0) throw hasLinkedObjects(id, links);
      await assertBucketNotShown(tx, organization, id);
      await removeTables(tx, organization, { bucket: id }, now);
      await removeViewsOf(tx, organization, id);
      await removeFunctionsOf(tx, organization, id);
      await deleteMetadataOf(tx, organization, [id]);
      await freeNamesOf(tx, organization, [id]);
      await deleteBucketRow(tx, bucket);
      return {};
    });
  });
}

const mostNamed = 25;

/** Links belong to sharing-service, and only it can cut one: by force neither does the bucket take them along. */
function hasLinkedObjects(bucket: string, links: readonly LinkId[]): Refusal {
  const [what, them] =
    links.length === 1 ? ['an object that is linked', 'it'] : [`${links.length} linked objects`, 'them'];
  const named = links.slice(0, mostNamed).join(',');
  return new Refusal('not_empty', `${bucket} still holds ${what} (${named}); unlink ${them} first`, {
    ...{ kind: 'link', count: String(links.length), bucket, links: named },
  });
}

function assertEmpty({ id, tableCount, viewCount, functionCount }: Bucket): void {
  const counts = { table: tableCount, view: viewCount, function: functionCount };
  const left = Object.entries(counts).filter(([, count]) => count > 0);
  const [first] = left;
  if (!first) return;
  const [kind, count] = first;
  const isOne = left.length === 1 && count === 1;
  const named = left.map(([noun, many]) => (many === 1 ? `a ${noun}` : `${many} ${noun}s`)).join(', ');
  throw new Refusal('not_empty', `${id} still holds ${named}; drop ${isOne ? 'it' : 'them'} first, or set force`, {
    kind,
    count: String(count),
    bucket: id,
  });
}
