import type { LinkId, BucketId, ColumnId, OrganizationId, TableId } from '@easement/domain';
import {
  countRows,
  deleteRows,
  findPage,
  insertRows,
  type Position,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { type MetadataRow, metadataTable } from './metadata.table.ts';

/** A table has up to a thousand columns, and several go together with their bucket. */
const atOnce = 1000;

/** What can have metadata. */
export type Noted = BucketId | TableId | ColumnId | LinkId;

/** Gives the keys their values, whether or not they were there. Demands a lock that all writers of the object take. */
export async function saveMetadata(
  tx: WriteTx,
  organization: OrganizationId,
  object: Noted,
  rows: readonly MetadataRow[],
): Promise<void> {
  await deleteMetadataKeys(
    tx,
    organization,
    object,
    rows.map(({ key }) => key),
  );
  await insertRows(tx, metadataTable, rows);
}

export async function countMetadata(tx: ReadTx, organization: OrganizationId, object: Noted): Promise<number> {
  return await countRows(tx, metadataTable, { organization_id: organization, object_id: object });
}

/** The keys of an object in the order of their bytes. */
export async function pageOfMetadata(
  tx: ReadTx,
  organization: OrganizationId,
  object: Noted,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly rows: MetadataRow[]; readonly next: Position | undefined }> {
  return await findPage(
    tx,
    metadataTable,
    { organization_id: organization, object_id: object },
    { by: ['key'], ...page },
  );
}

export async function deleteMetadataKeys(
  tx: WriteTx,
  organization: OrganizationId,
  object: Noted,
  keys: readonly string[],
): Promise<void> {
  await deleteRows(tx, metadataTable, { organization_id: organization, object_id: object, key: keys });
}

/** Goes with the objects. */
export async function deleteMetadataOf(
  tx: WriteTx,
  organization: OrganizationId,
  objects: readonly Noted[],
): Promise<void> {
  for (let from = 0; from < objects.length; from += atOnce) {
    const some = objects.slice(from, from + atOnce);
    await deleteRows(tx, metadataTable, { organization_id: organization, object_id: some });
  }
}
