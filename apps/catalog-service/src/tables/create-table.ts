import type { Column as ColumnMessage, TableService } from '@easement/contracts';
import { checkColumns, checkName, checkPrimaryKey } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { getChangeableBucket } from '../buckets/bucket-access.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import { lockSeenBucket } from '../buckets/lock-bucket.ts';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { reserveName } from '../names/name-store.ts';
import { type DataTable, type TableColumn, withKey } from './data-table.ts';
import { toTableMessage } from './table-message.ts';
import { insertTable } from './table-store.ts';

/** Costs the same however many links the bucket has: they show the new table, and none of them is looked at. */
export function createTable(deps: Deps): Handler<typeof TableService.method.createTable> {
  return mutation(deps, async (request, call, caller) => {
    const name = checkName(request.name);
    const columns = toNewColumns(deps, request.columns, request.primaryKey);
    const id = deps.newId('table');
    const now = deps.now();
    const seen = await getChangeableBucket(deps, call, caller, request.bucketId);
    return await mutate(deps, call, { bucket: seen.id, table: id }, async (tx) => {
      const { organization, id: bucket, project } = await lockSeenBucket(tx, seen);
      const table: DataTable = {
        ...{ organization, id, bucket, project, name, columns },
        ...{ dataVersion: 0, rowCount: 0, byteCount: 0, version: 1, alias: undefined },
        ...{ creator: caller.principal, createTime: now, updateTime: now },
      };
      await reserveName(tx, { organization, scope: bucket, owner: id, name });
      await insertTable(tx, table);
      await addToBucket(tx, table, { tables: 1 });
      return { table: toTableMessage(table) };
    });
  });
}

function toNewColumns(
  { newId }: Deps,
  columns: readonly ColumnMessage[],
  primaryKey: readonly string[],
): TableColumn[] {
  const drafts = columns.map(({ name, type, nullable }) => ({ id: newId('column'), name, type, nullable }));
  const checked = checkColumns(drafts);
  return withKey(checked, checkPrimaryKey(primaryKey, checked));
}
