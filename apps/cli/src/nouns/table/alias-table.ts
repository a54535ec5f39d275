import type { Input, OptionText, Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { findBucket } from '../../find/buckets.ts';
import { readTablePath } from '../../find/path.ts';
import { bucketText, findTable } from '../../find/tables.ts';
import { aliasView } from './table-view.ts';

const shownOptions: readonly OptionText[] = [
  { flags: '--filter <condition>', summary: `which rows to show, such as delay > 15 AND carrier IN ('AA', 'DL')` },
  {
    flags: '--column <column>',
    summary: 'show this column and not all there are at the time; repeat it',
    repeats: true,
  },
];

export const aliasTable: Verb = {
  usage: 'alias <alias> <source>',
  summary: 'show a table of the project in another place; links show an alias unless it has a filter or chosen columns',
  changes: true,
  options: shownOptions,
  examples: ['table alias reports.late flights.flights --filter "delay > 15"'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const path = readTablePath(input.argument('alias'));
    const { id: bucketId } = await findBucket(session, bucketText(path));
    const { tableId: sourceTableId } = await findTable(session, input.argument('source'));
    const columns = [...input.list('column')];
    const shown = { filter: input.option('filter') ?? '', columns, autoSyncColumns: columns.length === 0 };
    const request = { bucketId, name: path.table, sourceTableId, ...shown, ...mutation };
    const answer = await client.tables.createAlias(request, call);
    await conclude(session, answer, { view: aliasView, thing: answer.table, done: `Alias ${path.table} is there.` });
  },
};

export const changeAlias: Verb = {
  usage: 'change-alias <alias>',
  summary: 'change what an alias shows',
  changes: true,
  options: [
    ...shownOptions,
    { flags: '--all-rows', summary: 'show all rows' },
    { flags: '--all-columns', summary: 'show the columns that the source has at the time' },
  ],
  examples: ['table change-alias reports.late --all-rows'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const change = changeOf(input);
    const { tableId, name } = await findTable(session, input.argument('alias'));
    const answer = await client.tables.updateTable({ tableId, ...change, ...mutation }, call);
    await conclude(session, answer, { view: aliasView, thing: answer.table, done: `${name} is changed.` });
  },
};

function changeOf(input: Input) {
  const [filter, columns] = [input.option('filter'), [...input.list('column')]];
  if (filter !== undefined && input.flag('allRows')) throw usageError('--filter and --all-rows exclude each other');
  if (columns.length > 0 && input.flag('allColumns')) throw usageError('--column and --all-columns exclude each other');
  const paths = [
    ...(filter !== undefined || input.flag('allRows') ? ['filter'] : []),
    ...(columns.length > 0 ? ['columns'] : []),
    ...(input.flag('allColumns') ? ['auto_sync_columns'] : []),
  ];
  if (paths.length === 0) throw usageError('nothing to change', 'give --filter, --column, --all-rows or --all-columns');
  return { filter: filter ?? '', columns, autoSyncColumns: input.flag('allColumns'), updateMask: { paths } };
}
