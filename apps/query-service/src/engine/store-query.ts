import { chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@easement/domain';
import { absolutePath, dataPath } from './files/data-path.ts';
import { storeFile } from './files/store-file.ts';
import { takeFile } from './files/take-file.ts';
import type { DataFile, LoadRequest } from './load-file.ts';
import type { InferredColumn } from './rows/load-job.ts';
import type { QueryJob } from './rows/store-job.ts';
import { type GrantedQuery, lastOf, located, openedViews, rewritingOf } from './run-statement.ts';
import type { Rewriting } from './sql/parse-statement.ts';
import type { JobLimits, WorkerPool } from './worker/worker-pool.ts';
import type { WorkerLaunch } from './worker/worker-process.ts';

export type StoreRequest = GrantedQuery &
  Pick<LoadRequest, 'organization' | 'table' | 'columns' | 'primaryKey' | 'existing'> & {
    /** The ids of the columns that the SELECT fills, in its order. */
    readonly filled: readonly string[];
    /** A SELECT of one count over tables that the statement names too. */
    readonly countText: string | undefined;
  };

/** `changed`: what the count was. */
export type StoredFile = DataFile & { readonly changed: number | undefined };

export type RowWriter = {
  /** The columns that a SELECT answers; nothing of it is run. Refuses as `runSelect`. */
  readonly describe: (query: GrantedQuery, limits: JobLimits) => Promise<readonly InferredColumn[]>;
  /**
   * Writes what a SELECT answers into the data folder, or refuses and leaves nothing: as `runSelect`, and `invalid_field`
   * where a value or a key does not fit the table. The file is not part of it before a version lists it.
   */
  readonly storeQuery: (request: StoreRequest, limits: JobLimits) => Promise<StoredFile>;
};

type Parts = {
  readonly parsers: WorkerPool;
  readonly statements: WorkerPool;
  /** Whom the statements' workers run as, if as another. */
  readonly user: WorkerLaunch['user'];
  readonly dataFolder: string;
  readonly stagingFolder: string;
};

export function rowWriter({ parsers, statements, user, dataFolder, stagingFolder }: Parts): RowWriter {
  const rewrite = (text: string, how: Rewriting, limits: JobLimits) =>
    lastOf(parsers.run('rewrite', { text, ...how }, limits));
  const jobOf = async ({ statement, tables, functions }: GrantedQuery, limits: JobLimits): Promise<QueryJob> => {
    const rewriting = rewritingOf({ statement, functions });
    return {
      sql: await rewrite(statement.text, rewriting, limits),
      statement: statement.text,
      tables: await openedViews(
        parsers,
        tables.map((table) => located(table, dataFolder)),
        limits,
      ),
      names: rewriting.names.map((parts) => parts.join('.')),
      isDiscreet: functions.some((called) => called?.isForeign),
    };
  };
  return {
    describe: async (query, limits) => await lastOf(statements.run('describe', await jobOf(query, limits), limits)),
    storeQuery: async ({ organization, table, columns, primaryKey, existing, filled, countText, ...query }, limits) => {
      const id = newId('file');
      const path = dataPath(organization, table, id);
      const countSql = countText === undefined ? undefined : await rewrite(countText, rewritingOf(query), limits);
      const folder = await mkdtemp(join(stagingFolder, 'store-'));
      const staging = join(folder, 'rows.parquet');
      const place = { staging, existing: located(existing, dataFolder) };
      try {
        if (user) await chown(folder, user.uid, user.gid);
        const job = { ...(await jobOf(query, limits)), ...place, columns, primaryKey, filled, countSql };
        const stored = await lastOf(statements.run('store', job, limits));
        if (user) await takeFile(staging, copyOf(folder));
        const file = await storeFile(user ? copyOf(folder) : staging, absolutePath(dataFolder, path));
        return { id, path, ...stored, ...file };
      } finally {
        for (const left of [folder, copyOf(folder)]) await rm(left, { recursive: true, force: true });
      }
    },
  };
}

/** Beside the folder of the worker, which reaches nothing but that. */
function copyOf(folder: string): string {
  return `${folder}.parquet`;
}
