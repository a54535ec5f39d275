import type { ColumnType } from '@easement/domain';
import type { GrantedTable } from '../worker/granted-table.ts';

/** How a CSV file is written: RFC 4180 with these freedoms. docs/loading.md says what each does. */
export type CsvFormat = {
  /** Whether the first line names the columns. */
  readonly header: boolean;
  /** One ASCII character. */
  readonly delimiter: string;
  /** What stands for NULL where it is not quoted. */
  readonly nullText: string;
};

export const plainCsv: CsvFormat = { header: true, delimiter: ',', nullText: '' };

export type FileFormat = { readonly kind: 'csv'; readonly csv: CsvFormat } | { readonly kind: 'parquet' };

/** Finds out what columns a file has. */
export type InferJob = {
  readonly path: string;
  readonly format: FileFormat;
  /** What a compressed file may expand to. */
  readonly expandedBytes: number;
};

/** A column as the file has it. A file says nothing of rows to come, so each may hold NULL. */
export type InferredColumn = { readonly name: string; readonly type: ColumnType };

/** A column that a file is loaded into. */
export type TargetColumn = {
  readonly id: string;
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
};

/** Turns an uploaded file into one Parquet file. All paths are absolute. */
export type LoadJob = InferJob & {
  readonly columns: readonly TargetColumn[];
  /** Ids of the columns of the primary key. */
  readonly primaryKey: readonly string[];
  /** The rows that stay in the table, whose keys may not come again; only the columns of the key are read. */
  readonly existing: GrantedTable;
  /** Where the file is written, on the same file system as `target`. */
  readonly staging: string;
  /** Where it appears once it is whole. */
  readonly target: string;
};

export type LoadProgress = { readonly consumedBytes: number; readonly totalBytes: number };

export type LoadedFile = {
  readonly rowCount: number;
  readonly byteCount: number;
  /** In hex. */
  readonly sha256: string;
  /** In the order of the file, whose columns are named by them. */
  readonly columnIds: readonly string[];
};
