import type { TableService } from '@easement/contracts';
import { checkName, maskedFields, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { replaceName } from '../names/name-store.ts';
import { alterTable } from './alter-table.ts';
import { changeTable } from './table-store.ts';

export function updateTable(deps: Deps): Handler<typeof TableService.method.updateTable> {
  return alterTable(deps, (request) => {
    maskedFields(request.updateMask, ['name']);
    const name = checkName(request.name);
    return {
      id: parseId('table', request.tableId),
      alter: async (tx, table, updateTime) => {
        const { organization, bucket: scope, id: owner } = table;
        await replaceName(tx, { organization, scope, owner, name });
        return await changeTable(tx, table, { name, updateTime });
      },
    };
  });
}
