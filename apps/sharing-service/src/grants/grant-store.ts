import type { BucketId, ObjectId, OrganizationId, ShareId } from '@easement/domain';
import {
  deleteRows,
  findPage,
  findRows,
  insertRow,
  type Position,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { grantTable, type StoredGrant, toGrant, toGrantRow } from './grant.table.ts';

/** Everything that these shares hold. */
export async function findGrants(
  tx: ReadTx,
  organization: OrganizationId,
  shares: readonly ShareId[],
): Promise<StoredGrant[]> {
  if (shares.length === 0) return [];
  return (await findRows(tx, grantTable, { organization_id: organization, share_id: shares })).map(toGrant);
}

/** Demands the lock of the share. */
export async function insertGrant(tx: WriteTx, grant: StoredGrant): Promise<void> {
  await insertRow(tx, grantTable, toGrantRow(grant));
}

/** Demands the lock of the share. */
export async function deleteGrants(tx: WriteTx, grants: readonly StoredGrant[]): Promise<void> {
  for (const { organization, share, object, privilege } of grants) {
    const key = { organization_id: organization, share_id: share, object_id: object, privilege };
    await deleteRows(tx, grantTable, key);
  }
}

type Parent = { readonly share_id: ShareId } | { readonly object_id: BucketId | ObjectId };

/** In the order of the ids of the objects; of one object, in that of its privileges and shares. */
export async function pageOfGrants(
  tx: ReadTx,
  organization: OrganizationId,
  parent: Parent,
  page: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly grants: StoredGrant[]; readonly next: Position | undefined }> {
  const by = 'share_id' in parent ? (['object_id', 'privilege'] as const) : (['privilege', 'share_id'] as const);
  const { rows, next } = await findPage(tx, grantTable, { organization_id: organization, ...parent }, { by, ...page });
  return { grants: rows.map(toGrant), next };
}
