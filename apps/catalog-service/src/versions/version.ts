import type { ColumnId, FileId, PrincipalId } from '@easement/domain';

/** One immutable Parquet file. Its columns are named by their ids. */
export type DataFile = {
  readonly id: FileId;
  /** Below the data folder. */
  readonly path: string;
  readonly rowCount: number;
  readonly byteCount: number;
  readonly sha256: string;
  readonly columns: readonly ColumnId[];
};

/** What was done to the rows of a table: all three make its next version. */
export type OperationKind = 'create' | 'append' | 'replace';

/** An entry of a table's history: how a version was made, and what it came to. */
export type Operation = {
  readonly version: number;
  readonly kind: OperationKind;
  readonly rowCount: number;
  readonly byteCount: number;
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  readonly time: Date;
  readonly actor: PrincipalId;
};

/** What a table comes to: the rows and bytes of its files. */
export type Extent = { readonly rowCount: number; readonly byteCount: number };

export function extentOf(files: readonly Extent[]): Extent {
  return {
    rowCount: files.reduce((sum, { rowCount }) => sum + rowCount, 0),
    byteCount: files.reduce((sum, { byteCount }) => sum + byteCount, 0),
  };
}

/** The next entry of the history, where `files` were added to `before`, or took its place. */
export function nextOperation(
  before: Extent & { readonly version: number },
  done: Pick<Operation, 'kind' | 'time' | 'actor'> & { readonly files: readonly Extent[] },
): Operation {
  const { files, ...facts } = done;
  const added = extentOf(files);
  const kept = facts.kind === 'append' ? before : { rowCount: 0, byteCount: 0 };
  return {
    ...facts,
    version: before.version + 1,
    rowCount: kept.rowCount + added.rowCount,
    byteCount: kept.byteCount + added.byteCount,
    rowsAdded: added.rowCount,
    rowsRemoved: before.rowCount - kept.rowCount,
  };
}
