import type { Noun } from '../command.ts';
import { aliasTable, changeAlias } from './table/alias-table.ts';
import { addColumn, dropColumn, listColumns, renameColumn } from './table/columns.ts';
import { createTable } from './table/create-table.ts';
import { dropTable } from './table/drop-table.ts';
import { exportTable } from './table/export-table.ts';
import { listTables } from './table/list-tables.ts';
import { loadTable } from './table/load-table.ts';
import { previewTable } from './table/preview-table.ts';
import { renameTable } from './table/rename-table.ts';
import { showHistory } from './table/show-history.ts';
import { showTable } from './table/show-table.ts';

export const table: Noun = {
  name: 'table',
  summary: 'tables: BUCKET.TABLE or PROJECT.BUCKET.TABLE',
  verbs: [
    ...[listTables, showTable, createTable, loadTable, previewTable, exportTable, renameTable, dropTable, showHistory],
    ...[listColumns, addColumn, renameColumn, dropColumn],
    ...[aliasTable, changeAlias],
  ],
};
