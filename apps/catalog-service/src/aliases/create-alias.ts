import type { CreateAliasRequest, TableService } from '@easement/contracts';
import {
  assertMayAlias,
  bindFilter,
  checkName,
  chooseAliasColumns,
  isHiddenThroughLinks,
  parseFilter,
  parseId,
} from '@easement/domain';
import type { Call, Handler } from '@easement/rpc';
import { getChangeableBucket, getVisibleBucket } from '../buckets/bucket-access.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import type { Bucket } from '../buckets/bucket.ts';
import { lockSeenBuckets } from '../buckets/lock-bucket.ts';
import type { Deps } from '../deps.ts';
import { type Caller, mutate, mutation } from '../mutation.ts';
import { reserveName } from '../names/name-store.ts';
import type { DataTable } from '../tables/data-table.ts';
import { getLockedTable } from '../tables/lock-table.ts';
import { getReachedTable } from '../tables/table-access.ts';
import { toTableMessage } from '../tables/table-message.ts';
import { getTableIn, insertTable } from '../tables/table-store.ts';

/**
 * Locks both buckets and the source, as dropping the source does: so an alias never outlives what it shows. No link is
 * looked at, however many the bucket has.
 */
export function createAlias(deps: Deps): Handler<typeof TableService.method.createAlias> {
  return mutation(deps, async (request, call, caller) => {
    const name = checkName(request.name);
    const filter = request.filter === '' ? undefined : parseFilter(request.filter);
    const { seen, source } = await openPlaces(deps, call, caller, request);
    const id = deps.newId('table');
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.id, table: id }, async (tx) => {
      const { organization, id: bucket, project } = seen;
      await lockSeenBuckets(tx, organization, [bucket, source.bucket]);
      const { columns } = await getLockedTable(tx, source);
      const shown = {
        source: source.id,
        filter: filter && bindFilter(filter, columns),
        columns: chooseAliasColumns(request.autoSyncColumns, request.columns, columns),
      };
      const table: DataTable = {
        ...{ organization, id, bucket, project, name, columns: [], alias: { ...shown, filterColumns: [] } },
        ...{ dataVersion: 0, rowCount: 0, byteCount: 0, version: 1 },
        ...{ creator: caller.principal, createTime: now, updateTime: now },
      };
      await reserveName(tx, { organization, scope: bucket, owner: id, name });
      await insertTable(tx, table);
      await addToBucket(tx, table, { tables: 1, hidden: isHiddenThroughLinks(shown) ? 1 : 0 });
      return { table: toTableMessage(await getTableIn(tx, table)) };
    });
  });
}

/** The bucket and the source, if the caller may make the alias. What it cannot see is refused before what it may not do. */
async function openPlaces(
  deps: Deps,
  call: Call,
  caller: Caller,
  { bucketId, sourceTableId }: CreateAliasRequest,
): Promise<{ readonly seen: Bucket; readonly source: DataTable }> {
  await getVisibleBucket(deps, call, caller, bucketId);
  const { table: source } = await getReachedTable(deps, call, caller, parseId('table', sourceTableId), 'see');
  const seen = await getChangeableBucket(deps, call, caller, bucketId);
  assertMayAlias(seen.project, source);
  return { seen, source };
}
