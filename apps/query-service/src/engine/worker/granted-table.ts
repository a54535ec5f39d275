import type { ColumnType } from '@easement/domain';
import { duckdbType } from '../rows/column-types.ts';
import { identifier, literal } from './sql-text.ts';

/** A column that a caller may see: the id finds it in the files, the name is what it is called now. */
export type GrantedColumn = { readonly id: string; readonly name: string; readonly type: ColumnType };

/** A Parquet file of a table. Its columns are named by their ids. */
export type GrantedFile = {
  /** Below the data folder. */
  readonly path: string;
  readonly columnIds: readonly string[];
  /** As recorded with the version; a file of another size is damaged. */
  readonly byteCount: number;
};

/** A table as one caller may read it at one instant: exactly these columns of exactly these files. */
export type GrantedTable = { readonly columns: readonly GrantedColumn[]; readonly files: readonly GrantedFile[] };

/**
 * The query that is the table for a worker. Columns are matched by id, file by file: one that a file does not hold is
 * NULL there, one that was renamed has its new name, one that is not granted is not mentioned.
 *
 * A plain view of this is as tight as a materialized one: the query only projects. A hidden column is never an input of
 * any expression that the statement can form, so no error, statistic or filter can touch it, and the files' own
 * pseudo-columns (file name, row number) are not projected. What hides rows is another matter: there a function of the
 * statement may be evaluated below the filter, and the body has to go in as `WITH … AS MATERIALIZED`.
 */
export function tableQuery({ columns, files }: GrantedTable): string {
  if (files.length === 0) return `SELECT ${columns.map(absent).join(', ')} WHERE false`;
  const groups = Map.groupBy(files, ({ columnIds }) => columnIds.join());
  return [...groups.values()].map((group) => groupQuery(columns, group)).join(' UNION ALL ');
}

/** Files with the same columns are read together. */
function groupQuery(columns: readonly GrantedColumn[], files: readonly GrantedFile[]): string {
  const held = new Set(files[0]?.columnIds);
  const selected = columns.map((column) => (held.has(column.id) ? present(column) : absent(column)));
  const paths = files.map(({ path }) => literal(path));
  return `SELECT ${selected.join(', ')} FROM read_parquet([${paths.join(', ')}], hive_partitioning = false)`;
}

function present({ id, name, type }: GrantedColumn): string {
  return `CAST(${identifier(id)} AS ${duckdbType(type)}) AS ${identifier(name)}`;
}

function absent({ name, type }: GrantedColumn): string {
  return `CAST(NULL AS ${duckdbType(type)}) AS ${identifier(name)}`;
}
