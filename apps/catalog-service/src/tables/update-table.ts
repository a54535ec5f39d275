import type { TableService } from '@easement/contracts';
import { checkName, maskedFields, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { aliasFields, changeAlias, toAliasChange } from '../aliases/change-alias.ts';
import { replaceName } from '../names/name-store.ts';
import { alterTable } from './alter-table.ts';
import { lockSeenTable, lockWithSource } from './lock-table.ts';
import { changeTable, getTableIn } from './table-store.ts';

export function updateTable(deps: Deps): Handler<typeof TableService.method.updateTable> {
  return alterTable(deps, (request) => {
    const fields = maskedFields(request.updateMask, ['name', ...aliasFields]);
    const name = fields.has('name') ? checkName(request.name) : undefined;
    const shown = toAliasChange(request, fields);
    return {
      id: parseId('table', request.tableId),
      takesAliases: true,
      lock: shown ? lockWithSource : lockSeenTable,
      alter: async (tx, table, updateTime) => {
        const { organization, bucket: scope, id: owner } = table;
        if (name !== undefined) await replaceName(tx, { organization, scope, owner, name });
        const alias = shown ? await changeAlias(tx, table, shown) : table.alias;
        await changeTable(tx, table, { ...(name === undefined ? {} : { name }), alias, updateTime });
        return await getTableIn(tx, table);
      },
    };
  });
}
