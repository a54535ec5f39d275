import type { ReachService } from '@easement/contracts';
import { type BucketId, isId, parseId, type ProjectId } from '@easement/domain';
import { idColumn, marks } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';

const shape = { bucket_id: idColumn<BucketId>(), project_id: idColumn<ProjectId>() };

/** Links that are being made or removed count: they hold their bucket until they are gone. */
export function countLinks({ db }: Deps): Handler<typeof ReachService.method.countLinks> {
  return async ({ bucketIds }, call) => {
    const buckets = bucketIds.filter((id) => isId('bucket', id)).map((id) => parseId('bucket', id));
    if (buckets.length === 0) return {};
    const sql =
      `SELECT DISTINCT bucket_id, project_id FROM link WHERE organization_id = ? AND bucket_id IN (${marks(buckets)})` +
      ' AND live = 1 ORDER BY bucket_id, project_id';
    const rows = await db.select(call, shape, sql, [organizationOf(call), ...buckets]);
    const projects = Map.groupBy(rows, ({ bucket_id }) => bucket_id);
    return {
      buckets: [...projects].map(([bucketId, links]) => ({
        bucketId,
        projectIds: links.map(({ project_id }) => project_id),
      })),
    };
  };
}
