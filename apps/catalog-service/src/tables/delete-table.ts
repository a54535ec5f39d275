import type { TableService } from '@easement/contracts';
import { assertFresh, isHiddenThroughLinks, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { assertTableNotShown } from '../aliases/assert-not-shown.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { tellTable } from '../feed/tell.ts';
import { assertNotHeld } from '../holds/held.ts';
import { mutate, mutation } from '../mutation.ts';
import { lockTableToDrop } from './lock-table.ts';
import { removeTables } from './remove-tables.ts';
import { getReachedTable } from './table-access.ts';

export function deleteTable(deps: Deps): Handler<typeof TableService.method.deleteTable> {
  return mutation(deps, async (request, call, caller) => {
    const id = parseId('table', request.tableId);
    const { table: seen } = await getReachedTable(deps, call, caller, id, 'write');
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.bucket, table: id }, async (tx) => {
      const table = await lockTableToDrop(tx, seen);
      assertFresh(request.etag, table);
      const { organization, bucket, alias } = table;
      await assertNotHeld(tx, organization, { bucket, table: id }, id);
      await assertTableNotShown(tx, table);
      await removeTables(tx, organization, { table: id }, now);
      tellTable(tx, table, undefined);
      const own = alias ? { rows: 0, bytes: 0 } : { rows: -table.rowCount, bytes: -table.byteCount };
      await addToBucket(tx, table, { tables: -1, hidden: isHiddenThroughLinks(alias) ? -1 : 0, ...own });
      return {};
    });
  });
}
