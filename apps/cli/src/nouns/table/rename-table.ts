import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { findTable } from '../../find/tables.ts';
import { tableView } from './table-view.ts';

export const renameTable: Verb = {
  usage: 'rename <table> <name>',
  summary: 'rename a table; it stays the same table',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { tableId } = await findTable(session, input.argument('table'));
    const name = input.argument('name');
    const request = { tableId, name, updateMask: { paths: ['name'] }, ...mutation };
    const answer = await client.tables.updateTable(request, call);
    await conclude(session, answer, { view: tableView, thing: answer.table, done: `Renamed to ${name}.` });
  },
};
