import { OperationKind } from '@easement/contracts';
import { checkPrimaryKey, formatColumnType, newId, type TableId } from '@easement/domain';
import type { Deps } from '../deps.ts';
import { commitRows } from './commit-rows.ts';
import { toFileFormat } from './file-format.ts';
import { committing, type Load, type Loaded } from './load.ts';
import type { LoadTarget } from './load-target.ts';
import { toLoaded } from './repeated-load.ts';
import { storeRows } from './store-rows.ts';

/** Makes a table of what the file holds: columns, rows and first version at once, or nothing. */
export async function loadIntoNew(
  deps: Deps,
  load: Load,
  { project, bucket, name }: Extract<LoadTarget, { kind: 'new' }>,
): Promise<Loaded> {
  const { call, header, upload } = load;
  const table: TableId = newId('table');
  const file = { path: upload.path, format: toFileFormat(header) };
  const inferred = await deps.engine.infer(file, { ...call, group: project });
  const key = new Set(checkPrimaryKey(header.primaryKey, inferred, 'header.primary_key'));
  const columns = inferred.map((column, index) => ({ ...column, id: newId('column'), nullable: !key.has(index) }));
  const primaryKey = [...key].flatMap((index) => columns[index] ?? []);
  const existing = { columns: [], files: [] };
  await using stored = await storeRows(deps, load, { table, project, columns, primaryKey, existing });
  const answer = await commitRows(deps, committing(load), stored, {
    tableId: table,
    expectedVersion: 0n,
    newTable: {
      bucketId: bucket,
      name,
      columns: columns.map((column) => ({ ...column, type: formatColumnType(column.type) })),
      primaryKey: primaryKey.map((column) => column.name),
    },
    kind: OperationKind.CREATE,
  });
  return toLoaded(answer);
}
