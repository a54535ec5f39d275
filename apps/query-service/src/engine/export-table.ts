import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@easement/domain';
import type { ExportJob } from './rows/export-job.ts';
import { lastOf, located } from './run-statement.ts';
import type { GrantedTable } from './worker/granted-table.ts';
import type { JobLimits, WorkerPool } from './worker/worker-pool.ts';

/** What one message of an export carries. */
const chunkBytes = 64 * 1024;

export type ExportTable = {
  /** A table as a file, in chunks of at most 64 KiB. Leaving the iteration early ends the work. */
  readonly exportTable: (
    table: GrantedTable,
    format: ExportJob['format'],
    limits: JobLimits,
  ) => AsyncGenerator<Uint8Array, void>;
};

type Parts = { readonly loads: WorkerPool; readonly dataFolder: string; readonly stagingFolder: string };

/** The file is written whole before its first byte goes out: a slow reader then holds no worker. */
export function exporter({ loads, dataFolder, stagingFolder }: Parts): ExportTable {
  return {
    exportTable: async function* (table, format, limits) {
      const target = join(stagingFolder, `${newId('file')}.${format}`);
      try {
        await lastOf(loads.run('export', { table: located(table, dataFolder), format, target }, limits));
        const chunks = createReadStream(target, { highWaterMark: chunkBytes, signal: limits.signal });
        for await (const chunk of chunks) yield chunk as Uint8Array;
      } finally {
        await rm(target, { force: true });
      }
    },
  };
}
