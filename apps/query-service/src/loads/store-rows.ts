import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFileSchema } from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ProjectId, TableId } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { TargetColumn } from '../engine/rows/load-job.ts';
import type { DataFile } from '../engine/load-file.ts';
import { lastOf } from '../engine/run-statement.ts';
import type { GrantedTable } from '../engine/worker/granted-table.ts';
import { toFileFormat } from './file-format.ts';
import type { Load } from './load.ts';

/** Rows on disk. Disposing removes them unless they are to be kept: a version lists them, or may. */
export type StoredRows = AsyncDisposable & {
  readonly file: MessageInitShape<typeof DataFileSchema> & { readonly id: string };
  keep: boolean;
};

/** What the rows are for. */
export type Into = {
  readonly table: TableId;
  readonly project: ProjectId;
  readonly columns: readonly TargetColumn[];
  readonly primaryKey: readonly TargetColumn[];
  /** What stays in the table. */
  readonly existing: GrantedTable;
};

/** Writes the upload as one Parquet file of the table; refuses `bad_file` with line and column, and leaves nothing then. */
export async function storeRows(
  { engine, dataFolder }: Pick<Deps, 'engine' | 'dataFolder'>,
  { call, header, upload }: Load,
  { table, project, columns, primaryKey, existing }: Into,
): Promise<StoredRows> {
  const request = {
    path: upload.path,
    format: toFileFormat(header),
    organization: organizationOf(call),
    table,
    columns,
    primaryKey: primaryKey.map((column) => column.id),
    existing,
  };
  return keptUnder(dataFolder, await lastOf(engine.load(request, { ...call, group: project })));
}

/** A file that was written below the data folder, as a version lists it. */
export function keptUnder(dataFolder: string, { id, path, ...loaded }: DataFile): StoredRows {
  const stored: StoredRows = {
    file: {
      id,
      path,
      rowCount: BigInt(loaded.rowCount),
      byteCount: BigInt(loaded.byteCount),
      sha256: loaded.sha256,
      columnIds: [...loaded.columnIds],
    },
    keep: false,
    [Symbol.asyncDispose]: async () => {
      if (!stored.keep) await rm(join(dataFolder, path), { force: true });
    },
  };
  return stored;
}
