import { ColumnSchema, TableSchema } from '@easement/contracts';
import { messageView, size, time } from '../../output/view.ts';

export const tableView = messageView(TableSchema, [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['rows', ({ rowCount }) => rowCount],
  ['size', ({ byteCount }) => size(byteCount)],
  ['columns', ({ columns }) => columns.length],
  ['primary key', ({ primaryKey }) => primaryKey.join(', ')],
  ['version', ({ version }) => version],
  ['updated', ({ updateTime }) => time(updateTime)],
]);

export const columnView = messageView(ColumnSchema, [
  ['name', ({ name }) => name],
  ['type', ({ type }) => type],
  ['null', ({ nullable }) => (nullable ? 'yes' : 'no')],
  ['id', ({ id }) => id],
]);
