import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFileSchema, LoadTableResponseSchema } from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Refusal, type TableId } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { TargetColumn } from '../engine/rows/load-job.ts';
import { lastOf } from '../engine/run-statement.ts';
import type { GrantedTable } from '../engine/worker/granted-table.ts';
import type { Commit } from './commit.ts';
import { toFileFormat } from './file-format.ts';
import type { Load } from './load-table.ts';

export type Loaded = MessageInitShape<typeof LoadTableResponseSchema>;

/** Rows on disk. Disposing removes them if it is certain that no version lists them. */
export type StoredRows = AsyncDisposable & {
  readonly file: MessageInitShape<typeof DataFileSchema> & { readonly id: string; readonly rowCount: bigint };
  keep: boolean;
};

type Into = {
  readonly table: TableId;
  readonly columns: readonly TargetColumn[];
  readonly primaryKey: readonly TargetColumn[];
  /** What stays in the table. */
  readonly existing: GrantedTable;
};

/** Writes the upload as one Parquet file of the table; refuses `bad_file` with line and column, and leaves nothing then. */
export async function storeRows(
  { engine, dataFolder }: Deps,
  { call, header, upload }: Load,
  { table, columns, primaryKey, existing }: Into,
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
  const { id, path, ...loaded } = await lastOf(engine.load(request, call));
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

/** Makes the version that lists the stored rows, and answers what the load is answered with. */
export async function commitRows(
  { commits }: Deps,
  { call, header, requestId, upload }: Load,
  stored: StoredRows,
  commit: Omit<Commit, 'files' | 'contentHash' | 'validateOnly'>,
): Promise<Loaded> {
  const { file } = stored;
  const { sha256: contentHash } = upload;
  // Until the catalog has said otherwise the version may be there, and what it lists must not go.
  stored.keep = true;
  try {
    const { validateOnly } = header;
    const { table, fileIds } = await commits(call, requestId, { ...commit, files: [file], contentHash, validateOnly });
    // Of a repeat it names the file of the first time; a rehearsal keeps none.
    stored.keep = fileIds.includes(file.id) && !validateOnly;
    return { ...(table ? { table } : {}), rowCount: file.rowCount, version: table?.version ?? 0n };
  } catch (error) {
    stored.keep = !(error instanceof Refusal) || error.reason === 'peer_unavailable';
    throw error;
  }
}
