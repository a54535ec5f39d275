import { listAll } from '@easement/client';
import { OperationKindSchema, TableOperationSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { collect } from '../../find/collect.ts';
import { findTable } from '../../find/tables.ts';
import { messageView, size, time, word } from '../../output/view.ts';

const operationView = messageView(TableOperationSchema, [
  ['version', ({ version }) => version],
  ['what', ({ kind }) => word(OperationKindSchema, kind)],
  ['rows', ({ rowCount }) => rowCount],
  ['added', ({ rowsAdded }) => rowsAdded],
  ['removed', ({ rowsRemoved }) => rowsRemoved],
  ['size', ({ byteCount }) => size(byteCount)],
  ['when', (operation) => time(operation.time)],
  ['by', ({ actorId }) => actorId],
]);

export const showHistory: Verb = {
  usage: 'history <table>',
  summary: 'list what was done to a table, latest first',
  run: async (session, input) => {
    const { client, call, print } = session;
    const { tableId } = await findTable(session, input.argument('table'));
    const { listTableOperations } = client.history;
    const operations = await collect(listAll(listTableOperations, { tableId }, (page) => page.operations, call));
    await print.list(operationView, operations, 'Nothing was done to it yet.');
  },
};
