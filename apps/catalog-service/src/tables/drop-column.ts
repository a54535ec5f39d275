import type { TableService } from '@easement/contracts';
import { invalidField, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertColumnsNotNeeded } from '../aliases/assert-not-shown.ts';
import { assertNotHeld } from '../holds/held.ts';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { alterTable } from './alter-table.ts';
import { deleteColumn } from './column-store.ts';
import type { DataTable, TableColumn } from './data-table.ts';
import { getColumn, lockTableToDrop } from './lock-table.ts';
import { changeTable } from './table-store.ts';

/** The files keep the column's values, but nothing shows them any more: a new column of that name has another id. */
export function dropColumn(deps: Deps): Handler<typeof TableService.method.dropColumn> {
  return alterTable(deps, (request) => ({
    id: parseId('table', request.tableId),
    lock: lockTableToDrop,
    alter: async (tx, table, updateTime) => {
      const column = getColumn(table, request.column);
      assertCanGo(table, column);
      await assertNotHeld(tx, table.organization, { bucket: table.bucket, table: table.id }, table.id);
      await assertColumnsNotNeeded(tx, table, [column.id]);
      await deleteColumn(tx, table, column);
      await deleteMetadataOf(tx, table.organization, [column.id]);
      const columns = table.columns.filter(({ id }) => id !== column.id);
      return { ...(await changeTable(tx, table, { updateTime })), columns };
    },
  }));
}

function assertCanGo({ id, columns }: DataTable, { name, keyPlace }: TableColumn): void {
  if (columns.length === 1) {
    throw invalidField('column', `${JSON.stringify(name)} is the last column of ${id}; drop the table instead`);
  }
  if (keyPlace !== undefined) {
    throw invalidField('column', `${JSON.stringify(name)} is part of the primary key of ${id} and cannot be dropped`);
  }
}
