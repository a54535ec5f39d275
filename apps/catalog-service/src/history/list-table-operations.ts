import { pageOf } from '@easement/persistence';
import type { HistoryService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { tableWithRows } from '../tables/data-table.ts';
import { getReachedTable } from '../tables/table-access.ts';
import { pageOfOperations } from '../versions/operation-store.ts';
import { toOperationMessage } from './operation-message.ts';

export function listTableOperations(deps: Deps): Handler<typeof HistoryService.method.listTableOperations> {
  const { db, tokens } = deps;
  return async (request, call) => {
    const caller = principalOf(call);
    const id = parseId('table', request.tableId);
    const page = pageOf(tokens, call, request);
    const { table, sight } = await getReachedTable(deps, call, caller, id, 'read');
    const { operations, next } = await db.read(call, (tx) =>
      pageOfOperations(tx, caller.organization, tableWithRows(table), page),
    );
    return {
      operations: operations.map((operation) => toOperationMessage(operation, sight)),
      nextPageToken: tokens.sign(call, next),
    };
  };
}
