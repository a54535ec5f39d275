import type { Verb } from '../../command.ts';
import { readColumn } from '../../column-text.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findTable } from '../../find/tables.ts';
import { columnView, tableView } from './table-view.ts';

export const listColumns: Verb = {
  usage: 'columns <table>',
  summary: 'list the columns of a table',
  run: async (session, input) => {
    const { client, call, print } = session;
    const { tableId } = await findTable(session, input.argument('table'));
    const { table } = await client.tables.getTable({ tableId }, call);
    await print.list(columnView, table?.columns ?? [], 'No columns.');
  },
};

export const addColumn: Verb = {
  usage: 'add-column <table> <column>',
  summary: 'add a column, NAME:TYPE; the rows there hold NULL in it',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const column = readColumn(input.argument('column'));
    const { tableId } = await findTable(session, input.argument('table'));
    const answer = await client.tables.addColumn({ tableId, column, ...mutation }, call);
    await conclude(session, answer, { view: tableView, thing: answer.table, done: `Column ${column.name} is there.` });
  },
};

export const renameColumn: Verb = {
  usage: 'rename-column <table> <column> <name>',
  summary: 'rename a column; it stays the same column',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { tableId } = await findTable(session, input.argument('table'));
    const [column, newName] = [input.argument('column'), input.argument('name')];
    const answer = await client.tables.renameColumn({ tableId, column, newName, ...mutation }, call);
    await conclude(session, answer, { view: tableView, thing: answer.table, done: `Renamed to ${newName}.` });
  },
};

export const dropColumn: Verb = {
  usage: 'drop-column <table> <column>',
  summary: 'drop a column with its values',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { tableId, name } = await findTable(session, input.argument('table'));
    const column = input.argument('column');
    await confirmed(session, `Drop column ${column} of ${name} with its values?`);
    const answer = await client.tables.dropColumn({ tableId, column, ...mutation }, call);
    await conclude(session, answer, { view: tableView, thing: answer.table, done: `Column ${column} is dropped.` });
  },
};
