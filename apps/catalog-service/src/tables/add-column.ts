import type { TableService } from '@easement/contracts';
import { checkColumn, type Column, columnKey, invalidField, parseId, Refusal } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { alterTable } from './alter-table.ts';
import { insertColumn } from './column-store.ts';
import type { DataTable } from './data-table.ts';
import { changeTable } from './table-store.ts';

/** As many as `CreateTable` takes. */
const mostColumns = 1000;

export function addColumn(deps: Deps): Handler<typeof TableService.method.addColumn> {
  return alterTable(deps, (request) => {
    const { name = '', type = '', nullable = false } = request.column ?? {};
    const column = { ...checkColumn({ name, type, nullable }), id: deps.newId('column'), keyPlace: undefined };
    return {
      id: parseId('table', request.tableId),
      alter: async (tx, table, updateTime) => {
        assertFits(table, column);
        await insertColumn(tx, table, column);
        return { ...(await changeTable(tx, table, { updateTime })), columns: [...table.columns, column] };
      },
    };
  });
}

function assertFits({ id, columns, rowCount }: DataTable, column: Column): void {
  assertColumnNameFree(columns, column.name);
  if (columns.length >= mostColumns)
    throw invalidField('column', `${id} has ${mostColumns} columns, the most there can be`);
  if (!column.nullable && rowCount > 0) {
    throw invalidField('column.nullable', `${id} has rows, which would hold NULL here; make the column nullable`);
  }
}

/** Refuses `name_taken` where another of the columns has the name. */
export function assertColumnNameFree(columns: readonly Column[], name: string): void {
  const owner = columns.find((column) => columnKey(column.name) === columnKey(name));
  if (!owner) return;
  throw new Refusal(
    'name_taken',
    `the name ${JSON.stringify(name)} is taken by the column ${owner.id} (${JSON.stringify(owner.name)}); choose another`,
    { name, owner: owner.id },
  );
}
