import type { TableService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { getReachedTable } from './table-access.ts';
import { toTableMessage } from './table-message.ts';

export function getTable(deps: Deps): Handler<typeof TableService.method.getTable> {
  return async (request, call) => {
    const id = parseId('table', request.tableId);
    const { table, sight } = await getReachedTable(deps, call, principalOf(call), id, 'see');
    return { table: toTableMessage(table, sight) };
  };
}
