import type { TableService } from '@easement/contracts';
import { assertFresh, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { addToBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { assertNotHeld } from '../holds/held.ts';
import { mutate, mutation } from '../mutation.ts';
import { lockSeenTable } from './lock-table.ts';
import { removeTables } from './remove-tables.ts';
import { getReachedTable } from './table-access.ts';

export function deleteTable(deps: Deps): Handler<typeof TableService.method.deleteTable> {
  return mutation(deps, async (request, call, caller) => {
    const id = parseId('table', request.tableId);
    const { table: seen } = await getReachedTable(deps, call, caller, id, 'write');
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.bucket, table: id }, async (tx) => {
      const table = await lockSeenTable(tx, seen);
      assertFresh(request.etag, table);
      const { organization, bucket, rowCount, byteCount } = table;
      await assertNotHeld(tx, organization, { bucket, table: id }, id);
      await removeTables(tx, organization, { table: id }, now);
      await addToBucket(tx, table, { tables: -1, rows: -rowCount, bytes: -byteCount });
      return {};
    });
  });
}
