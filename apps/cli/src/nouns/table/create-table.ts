import type { Verb } from '../../command.ts';
import { readColumn } from '../../column-text.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { findBucket } from '../../find/buckets.ts';
import { readTablePath } from '../../find/path.ts';
import { bucketText } from '../../find/tables.ts';
import { tableView } from './table-view.ts';

export const createTable: Verb = {
  usage: 'create <table>',
  summary: 'create a table without rows; `table load --create` makes one from a file',
  changes: true,
  options: [
    { flags: '--column <column>', summary: 'NAME:TYPE or NAME:TYPE:not-null; repeat it for each', repeats: true },
    { flags: '--primary-key <column>', summary: 'a column of the primary key; may be repeated', repeats: true },
  ],
  examples: ['table create flights.notes --column id:INTEGER:not-null --column note:STRING --primary-key id'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const columns = input.list('column').map(readColumn);
    if (columns.length === 0) throw usageError('a table needs columns', 'give --column for each');
    const path = readTablePath(input.argument('table'));
    const { id: bucketId } = await findBucket(session, bucketText(path));
    const request = { bucketId, name: path.table, columns, primaryKey: [...input.list('primaryKey')], ...mutation };
    const answer = await client.tables.createTable(request, call);
    await conclude(session, answer, { view: tableView, thing: answer.table, done: `Table ${path.table} is there.` });
  },
};
