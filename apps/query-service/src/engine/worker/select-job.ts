import type { GrantedTable } from './granted-table.ts';

/** A judged and rewritten statement, with the tables that it may read: the paths of their files are absolute here. */
export type SelectJob = {
  readonly sql: string;
  /** As typed: places of names are told in it. */
  readonly statement: string;
  readonly tables: readonly GrantedTable[];
  /** The names of the tables as typed. */
  readonly names: readonly string[];
  /** Whether errors may quote no expression: it may be that of another project's function. */
  readonly isDiscreet: boolean;
  readonly explain: boolean;
  readonly maxRows: number;
  /** What happens to a result with more rows than that. */
  readonly onMoreRows: 'cut' | 'refuse';
};

export type SelectSummary = { readonly rowCount: number; readonly truncated: boolean };
