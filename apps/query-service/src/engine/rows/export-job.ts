import type { GrantedTable } from '../worker/granted-table.ts';

/** Writes a table to a file. The paths are absolute. */
export type ExportJob = {
  readonly table: GrantedTable;
  readonly format: 'csv' | 'parquet';
  readonly target: string;
};
