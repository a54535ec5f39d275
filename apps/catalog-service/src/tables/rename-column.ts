import type { TableService } from '@easement/contracts';
import { checkColumnName, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertColumnNameFree } from './add-column.ts';
import { alterTable } from './alter-table.ts';
import { renameColumnRow } from './column-store.ts';
import { getColumn } from './lock-table.ts';
import { changeTable } from './table-store.ts';

export function renameColumn(deps: Deps): Handler<typeof TableService.method.renameColumn> {
  return alterTable(deps, (request) => {
    const name = checkColumnName(request.newName, 'new_name');
    return {
      id: parseId('table', request.tableId),
      alter: async (tx, table, updateTime) => {
        const column = getColumn(table, request.column);
        const others = table.columns.filter(({ id }) => id !== column.id);
        assertColumnNameFree(others, name);
        await renameColumnRow(tx, table, column, name);
        const columns = table.columns.map((one) => (one.id === column.id ? { ...one, name } : one));
        return { ...(await changeTable(tx, table, { updateTime })), columns };
      },
    };
  });
}
