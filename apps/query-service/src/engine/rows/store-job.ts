import type { SelectJob } from '../worker/select-job.ts';
import type { LoadedFile, LoadJob } from './load-job.ts';

/** A judged and rewritten SELECT with the tables that it may read, as a worker runs it. */
export type QueryJob = Pick<SelectJob, 'sql' | 'statement' | 'tables' | 'names' | 'isDiscreet'>;

/** Writes what a SELECT answers as one Parquet file at `staging`. All paths are absolute. */
export type StoreJob = QueryJob &
  Pick<LoadJob, 'columns' | 'primaryKey' | 'existing' | 'staging'> & {
    /** The ids of the columns that the SELECT fills, in its order; the others are NULL. */
    readonly filled: readonly string[];
    /** A rewritten SELECT of one count: how many rows the change touches, where the file does not tell. */
    readonly countSql: string | undefined;
  };

/** `changed`: what `countSql` answered. */
export type StoredQuery = Pick<LoadedFile, 'rowCount' | 'columnIds'> & { readonly changed: number | undefined };
