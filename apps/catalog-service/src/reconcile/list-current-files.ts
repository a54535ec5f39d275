import type { InventoryService } from '@easement/contracts';
import { findPage, pageOf } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { dataFileTable } from '../versions/data-file.table.ts';

/** Files that are listed no longer, and kept for those who still read them, are left out of the pages, not of their length. */
export function listCurrentFiles({ db, tokens }: Deps): Handler<typeof InventoryService.method.listCurrentFiles> {
  return async (request, call) => {
    const own = { organization_id: organizationOf(call) };
    const page = pageOf(tokens, call, request);
    const { rows, next } = await db.read(call, (tx) => findPage(tx, dataFileTable, own, { by: ['id'], ...page }));
    const current = rows.filter(({ removed_in }) => removed_in === null);
    const files = current.map(({ id, table_id, path, byte_count }) => ({
      fileId: id,
      tableId: table_id,
      path,
      byteCount: BigInt(byte_count),
    }));
    return { files, nextPageToken: tokens.sign(call, next) };
  };
}
