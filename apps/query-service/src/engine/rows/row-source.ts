import type { DuckDBConnection } from '@duckdb/node-api';
import type { FilePlace } from './bad-file.ts';
import type { TargetColumn } from './load-job.ts';

/** What is wrong with a file, and where. */
export type Blame = FilePlace & { readonly what: string };

/** A file as a query that yields the columns of a table, named by their ids, and as a place for each of its values. */
export type RowSource = {
  readonly query: string;
  /** Explains why the query failed; undefined if nothing in the file is found to blame. */
  readonly diagnose: (connection: DuckDBConnection) => Promise<Blame | undefined>;
  /** Where the value of a column stands in the n-th row, from 0. */
  readonly placeOf: (row: number, column: TargetColumn) => Promise<FilePlace>;
};
