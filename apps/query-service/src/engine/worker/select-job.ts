import type { GrantedTable } from './granted-table.ts';

/** A judged and rewritten statement, with the tables that it may read: the paths of their files are absolute here. */
export type SelectJob = {
  readonly sql: string;
  /** As typed: places of names are told in it. */
  readonly statement: string;
  readonly tables: readonly GrantedTable[];
  /** The names of the tables as typed. */
  readonly names: readonly string[];
  readonly explain: boolean;
  readonly maxRows: number;
  /** What happens to a result with more rows than that. */
  readonly onMoreRows: 'cut' | 'refuse';
};

export type SelectSummary = { readonly rowCount: number; readonly truncated: boolean };
