import { grantedSchema, grantedTable } from './sql/rewrite.ts';
import type { GrantedTable } from './worker/granted-table.ts';
import type { SelectJob } from './worker/select-job.ts';

/** The first rows of a table, as a statement of our own: it needs no judging. */
export function previewStatement(table: GrantedTable, maxRows: number): SelectJob {
  const sql = `SELECT * FROM ${grantedSchema}.${grantedTable(0)} LIMIT ${maxRows}`;
  return {
    sql,
    statement: '',
    tables: [table],
    names: ['table'],
    isDiscreet: false,
    explain: false,
    maxRows,
    onMoreRows: 'cut',
  };
}
