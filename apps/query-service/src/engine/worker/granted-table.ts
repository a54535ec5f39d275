import { type ColumnType, Refusal } from '@easement/domain';
import type { CalledFunction } from '../sql/granted-function.ts';
import { duckdbType } from '../rows/column-types.ts';
import { filterSql, type GrantedFilter } from './filter-sql.ts';
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
export type GrantedTable = {
  readonly columns: readonly GrantedColumn[];
  readonly files: readonly GrantedFile[];
  /** Which of the rows; all of them where it is not set. */
  readonly filter?: GrantedFilter;
  /** Set where it is a view, which has no files. */
  readonly view?: GrantedView;
};

/** A view among the tables of a statement. */
export type GrantedView = {
  /** The SELECT as its owner wrote it; for a worker, as it was rewritten. */
  readonly text: string;
  /** The names of tables in the text, and where in the list of the statement's tables each of them is. */
  readonly names: readonly (readonly string[])[];
  readonly places: readonly number[];
  /** What it calls. */
  readonly functions: readonly CalledFunction[];
  /** The names that the SELECT gives its columns. */
  readonly fields: readonly string[];
  /** The name that refusals may tell. */
  readonly label: string;
  /** Whether it belongs to another project: no function of the statement is evaluated on rows that it leaves out. */
  readonly isBarrier: boolean;
  /** How many views lie below it at most. */
  readonly depth: number;
};

/** The refusal of a view whose text means something else now, or nothing. */
export function noLongerFits({ label }: Pick<GrantedView, 'label'>): Refusal {
  const message = `${label} no longer fits what it reads; its owner has to replace it`;
  return new Refusal('source_gone', message, { kind: 'view', name: label });
}

/** The name of what a table with a filter is materialized as. A statement cannot name it: it is no name. */
export const filteredRows = '#filtered';

/**
 * What DuckDB must not do where rows are hidden: it would move conditions of a statement below the filter. It is said to
 * move those alone that cannot fail; nothing is to hang on that.
 */
export const optimizersThatLookBelow = 'cte_filter_pusher';

/**
 * The query that is the table for a worker. Columns are matched by id, file by file: one that a file does not hold is
 * NULL there, one that was renamed has its new name, one that is not granted is not mentioned.
 *
 * A plain view of this is as tight as a materialized one: the query only projects. A hidden column is never an input of
 * any expression that the statement can form, so no error, statistic or filter can touch it, and the files' own
 * pseudo-columns (file name, row number) are not projected. What hides rows is another matter: there a function of the
 * statement might be evaluated below the filter, and so the rows are materialized first.
 */
export function tableQuery({ columns, files, filter, view }: GrantedTable): string {
  if (view) return viewQuery(columns, view);
  return filter ? filteredQuery(columns, files, filter) : plainQuery(columns, files);
}

/** Columns by their places: what its SELECT answers beyond those that the view had when it was made is not shown. */
function viewQuery(columns: readonly GrantedColumn[], { text, isBarrier }: GrantedView): string {
  const fields = columns.map((_, index) => `c${index}`);
  const shown = columns.map(({ name }, index) => `c${index} AS ${identifier(name)}`);
  const rows = `SELECT ${shown.join(', ')} FROM (${text}) AS seen(${fields.join(', ')})`;
  const name = identifier(filteredRows);
  return isBarrier ? `WITH ${name} AS MATERIALIZED (${rows}) SELECT * FROM ${name}` : rows;
}

function filteredQuery(
  columns: readonly GrantedColumn[],
  files: readonly GrantedFile[],
  filter: GrantedFilter,
): string {
  const byId = new Map([...columns, ...filter.columns].map(({ id, type }) => [id, { id, name: id, type }]));
  const shown = columns.map(({ id, name }) => `${identifier(id)} AS ${identifier(name)}`);
  const rows = `SELECT ${shown.join(', ')} FROM (${plainQuery([...byId.values()], files)}) WHERE ${filterSql(filter)}`;
  const name = identifier(filteredRows);
  return `WITH ${name} AS MATERIALIZED (${rows}) SELECT * FROM ${name}`;
}

function plainQuery(columns: readonly GrantedColumn[], files: readonly GrantedFile[]): string {
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
