import { ColumnSchema, type Table, TableSchema } from '@easement/contracts';
import { type Column, messageView, size, time } from '../../output/view.ts';

const columns: readonly Column<Table>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['rows', ({ rowCount }) => rowCount],
  ['size', ({ byteCount }) => size(byteCount)],
  ['columns', ({ columns }) => columns.length],
  ['primary key', ({ primaryKey }) => primaryKey.join(', ')],
  ['version', ({ version }) => version],
  ['updated', ({ updateTime }) => time(updateTime)],
];

export const tableView = messageView(TableSchema, columns);

/** The table as an alias: what it shows of which other. */
export const aliasView = messageView(TableSchema, [
  ...columns,
  ['shows', ({ sourceTableId }) => sourceTableId],
  ['filter', ({ filter }) => filter],
  ['all columns', ({ autoSyncColumns }) => (autoSyncColumns ? 'yes' : 'no')],
]);

export const columnView = messageView(ColumnSchema, [
  ['name', ({ name }) => name],
  ['type', ({ type }) => type],
  ['null', ({ nullable }) => (nullable ? 'yes' : 'no')],
  ['id', ({ id }) => id],
]);
