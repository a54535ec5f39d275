import type { BucketService } from '@easement/contracts';
import type { TableId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findTableOutlines } from '../tables/table-store.ts';
import { getVisibleBucket } from './bucket-access.ts';
import { toBucketMessage } from './bucket-message.ts';
import type { Bucket } from './bucket.ts';

export function getBucket(deps: Deps): Handler<typeof BucketService.method.getBucket> {
  return async (request, call) => {
    const { bucket, sight, granted } = await getVisibleBucket(deps, call, principalOf(call), request.bucketId);
    const { organization } = bucket;
    if (!granted) return { bucket: toBucketMessage(bucket, sight) };
    const tables = await deps.db.read(call, (tx) => findTableOutlines(tx, organization, [...granted] as TableId[]));
    return { bucket: toBucketMessage(holdingOnly(bucket, tables), sight) };
  };
}

type Counted = { readonly bucket: string; readonly rowCount: number; readonly byteCount: number };

/** The bucket as it looks where these of its tables are all that is shown. */
function holdingOnly(bucket: Bucket, tables: readonly Counted[]): Bucket {
  const shown = tables.filter((table) => table.bucket === bucket.id);
  const sum = (counted: readonly number[]): number => counted.reduce((total, count) => total + count, 0);
  return {
    ...bucket,
    tableCount: shown.length,
    hiddenTableCount: 0,
    rowCount: sum(shown.map(({ rowCount }) => rowCount)),
    byteCount: sum(shown.map(({ byteCount }) => byteCount)),
  };
}
