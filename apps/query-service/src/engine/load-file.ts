import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, type FileId, type OrganizationId, type TableId } from '@easement/domain';
import { absolutePath, dataPath } from './files/data-path.ts';
import { expandedPath } from './rows/csv-source.ts';
import type { FileFormat, InferredColumn, LoadedFile, LoadProgress, TargetColumn } from './rows/load-job.ts';
import { lastOf, located } from './run-statement.ts';
import type { GrantedTable } from './worker/granted-table.ts';
import type { JobLimits, WorkerPool } from './worker/worker-pool.ts';

export type LoadRequest = {
  /** The uploaded file, absolute. */
  readonly path: string;
  readonly format: FileFormat;
  readonly organization: OrganizationId;
  readonly table: TableId;
  /** In the order that the file will have them; their ids name its columns. */
  readonly columns: readonly TargetColumn[];
  /** Ids of the columns of the primary key. */
  readonly primaryKey: readonly string[];
  /** What stays in the table: its version for an append, a table without files for a replace. */
  readonly existing: GrantedTable;
};

/** A file of a table, as a version records it. */
export type DataFile = LoadedFile & { readonly id: FileId; readonly path: string };

export type Loader = {
  /** The columns of a file, for a table that is to be made from it. Refuses `bad_file`. */
  readonly infer: (
    request: Pick<LoadRequest, 'path' | 'format'>,
    limits: JobLimits,
  ) => Promise<readonly InferredColumn[]>;
  /**
   * Writes an uploaded file into the data folder and reports how far it is. Refuses `bad_file` with line and column,
   * and leaves nothing then. The file is not part of the table before a version lists it.
   */
  readonly load: (request: LoadRequest, limits: JobLimits) => AsyncGenerator<LoadProgress, DataFile>;
};

type Parts = {
  readonly loads: WorkerPool;
  readonly dataFolder: string;
  readonly stagingFolder: string;
  readonly expandedBytes: number;
};

export function loader({ loads, dataFolder, stagingFolder, expandedBytes }: Parts): Loader {
  return {
    infer: async ({ path, format }, limits) => {
      try {
        return await lastOf(loads.run('infer', { path, format, expandedBytes }, limits));
      } finally {
        await rm(expandedPath(path), { force: true });
      }
    },
    load: async function* ({ organization, table, existing, ...request }, limits) {
      const id = newId('file');
      const path = dataPath(organization, table, id);
      const staging = join(stagingFolder, `${id}.parquet`);
      const target = absolutePath(dataFolder, path);
      try {
        const job = { ...request, expandedBytes, existing: located(existing, dataFolder), staging, target };
        return { id, path, ...(yield* loads.run('load', job, limits)) };
      } finally {
        await rm(staging, { force: true });
        await rm(expandedPath(request.path), { force: true });
      }
    },
  };
}
