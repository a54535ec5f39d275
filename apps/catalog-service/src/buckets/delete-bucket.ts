import type { BucketService } from '@easement/contracts';
import { assertFresh, type LinkId, Refusal } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { assertBucketNotShown } from '../aliases/assert-not-shown.ts';
import type { Deps } from '../deps.ts';
import { assertNotHeld } from '../holds/held.ts';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { mutate, mutation } from '../mutation.ts';
import { freeNamesOf, linksNamedIn } from '../names/name-store.ts';
import { removeTables } from '../tables/remove-tables.ts';
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
      if (bucket.tableCount > 0 && !request.force) throw notEmpty(bucket);
      const links = await linksNamedIn(tx, organization, id);
      if (links.length > 0) throw hasLinkedObjects(id, links);
      await assertBucketNotShown(tx, organization, id);
      await removeTables(tx, organization, { bucket: id }, now);
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

function notEmpty({ id, tableCount }: Bucket): Refusal {
  const tables = tableCount === 1 ? 'a table' : `${tableCount} tables`;
  return new Refusal(
    'not_empty',
    `${id} still holds ${tables}; drop ${tableCount === 1 ? 'it' : 'them'} first, or set force`,
    {
      kind: 'table',
      count: String(tableCount),
      bucket: id,
    },
  );
}
