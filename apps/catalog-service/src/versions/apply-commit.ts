import { invalidField, lostColumns, nameKey } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { assertColumnsNotNeeded } from '../aliases/assert-not-shown.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import { lockSeenBucket } from '../buckets/lock-bucket.ts';
import type { Bucket } from '../buckets/bucket.ts';
import { assertNotHeld } from '../holds/held.ts';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { reserveName } from '../names/name-store.ts';
import { replaceColumns } from '../tables/column-store.ts';
import type { DataTable } from '../tables/data-table.ts';
import { lockSeenTable, lockTableToDrop } from '../tables/lock-table.ts';
import { changeTable, findTable, insertTable } from '../tables/table-store.ts';
import { assertFilesFit, type Commit, type Definition, pastVersion } from './commit.ts';
import { addFiles, removeFiles } from './data-file-store.ts';
import { insertOperation } from './operation-store.ts';
import { nextOperation } from './version.ts';

/** Makes a table together with its first version. */
export async function createWithVersion(
  tx: WriteTx,
  seen: Bucket,
  commit: Commit & { readonly definition: Definition },
  now: Date,
): Promise<DataTable> {
  const { organization, id: bucket, project } = await lockSeenBucket(tx, seen);
  const { principal, table: id, files, definition } = commit;
  const there = await findTable(tx, organization, id);
  if (there) throw pastVersion(id, 0, there.dataVersion);
  const { name, columns } = definition;
  assertFilesFit(files, columns);
  const before = { version: 0, rowCount: 0, byteCount: 0 };
  const operation = nextOperation(before, { kind: 'create', files, time: now, actor: principal });
  const { version: dataVersion, rowCount, byteCount } = operation;
  const table: DataTable = {
    ...{
      organization,
      id,
      bucket,
      project,
      name,
      columns,
      dataVersion,
      rowCount,
      byteCount,
      version: 1,
      alias: undefined,
    },
    ...{ creator: principal, createTime: now, updateTime: now },
  };
  await reserveName(tx, { organization, scope: bucket, owner: id, name });
  await insertTable(tx, table);
  await addFiles(tx, { organization, table: id, addedIn: dataVersion }, files);
  await insertOperation(tx, table, operation);
  await addToBucket(tx, table, { tables: 1, rows: rowCount, bytes: byteCount });
  return table;
}

/** Makes the next version of a table that is there, if it is still at the one that the change was made from. */
export async function commitNextVersion(tx: WriteTx, seen: DataTable, commit: Commit, now: Date): Promise<DataTable> {
  const locked = await (commit.definition ? lockTableToDrop(tx, seen) : lockSeenTable(tx, seen));
  const { organization, id, dataVersion, rowCount, byteCount } = locked;
  if (dataVersion !== commit.expectedVersion) throw pastVersion(id, commit.expectedVersion, dataVersion);
  const table = commit.definition ? await redefine(tx, locked, commit.definition) : locked;
  const { kind, files, principal: actor } = commit;
  assertFilesFit(files, table.columns);
  const operation = nextOperation({ version: dataVersion, rowCount, byteCount }, { kind, files, time: now, actor });
  if (kind === 'replace') await removeFiles(tx, { organization, table: id }, operation.version, now);
  await addFiles(tx, { organization, table: id, addedIn: operation.version }, files);
  await insertOperation(tx, table, operation);
  const after = { rowCount: operation.rowCount, byteCount: operation.byteCount };
  await addToBucket(tx, table, { rows: after.rowCount - rowCount, bytes: after.byteCount - byteCount });
  return await changeTable(tx, table, { ...after, dataVersion: operation.version, updateTime: now });
}

/** Gives the table the columns of a replacing commit. To lose or retype one is to drop it, which blocking holds forbid. */
async function redefine(tx: WriteTx, table: DataTable, definition: Definition): Promise<DataTable> {
  const { organization, bucket, id } = table;
  assertSameTable(table, definition);
  const { columns } = definition;
  const lost = lostColumns(table.columns, columns);
  if (lost.length > 0) await assertNotHeld(tx, organization, { bucket, table: id }, id);
  const lostIds = lost.map((column) => column.id);
  await assertColumnsNotNeeded(tx, table, lostIds);
  const gone = lost.filter((column) => !columns.some((kept) => kept.id === column.id));
  await deleteMetadataOf(
    tx,
    organization,
    gone.map((column) => column.id),
  );
  await replaceColumns(tx, table, columns);
  return { ...table, columns };
}

function assertSameTable({ id, bucket, name }: DataTable, definition: Definition): void {
  if (definition.bucket !== bucket) throw invalidField('new_table.bucket_id', `${id} is in ${bucket}, and stays there`);
  if (nameKey(definition.name) === nameKey(name)) return;
  throw invalidField('new_table.name', `${id} is named ${JSON.stringify(name)}; rename it by UpdateTable`);
}
