import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findTable } from '../../find/tables.ts';

export const dropTable: Verb = {
  usage: 'drop <table>',
  summary: 'drop a table with its rows',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { tableId, name } = await findTable(session, input.argument('table'));
    await confirmed(session, `Drop table ${name} with its rows?`);
    const answer = await client.tables.deleteTable({ tableId, ...mutation }, call);
    await conclude(session, answer, { done: `Table ${name} is dropped.` });
  },
};
