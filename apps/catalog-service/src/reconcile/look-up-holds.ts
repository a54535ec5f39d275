import type { InventoryService } from '@easement/contracts';
import { isId, parseId } from '@easement/domain';
import { findRows } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toHoldMessage } from '../holds/hold-message.ts';
import { holdTable } from '../holds/hold.table.ts';
import { namesOf } from '../names/name-store.ts';

export function lookUpHolds({ db }: Deps): Handler<typeof InventoryService.method.lookUpHolds> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const holders = request.holderIds.filter((id) => isId('link', id)).map((id) => parseId('link', id));
    return await db.read(call, async (tx) => {
      const rows = await findRows(tx, holdTable, { organization_id: organization, holder_id: holders });
      const names = await namesOf(tx, organization, holders);
      return { holds: rows.map((row) => toHoldMessage(row, names.get(row.holder_id) ?? '')) };
    });
  };
}
