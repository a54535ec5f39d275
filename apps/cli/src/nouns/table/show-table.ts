import type { Verb } from '../../command.ts';
import { findTable } from '../../find/tables.ts';
import { aliasView, tableView } from './table-view.ts';

export const showTable: Verb = {
  usage: 'show <table>',
  summary: 'show a table',
  run: async (session, input) => {
    const { client, call, print } = session;
    const { tableId } = await findTable(session, input.argument('table'));
    const { table } = await client.tables.getTable({ tableId }, call);
    if (table) await print.one(table.sourceTableId === '' ? tableView : aliasView, table);
  },
};
