import {
  type Alias,
  assertMayChangeObject,
  assertProjectRole,
  type BucketId,
  isHiddenThroughLinks,
  maySeeInside,
  missingRole,
  notFound,
  type ObjectReach,
  type OrganizationId,
  type ProjectId,
  type TableId,
  waysInto,
  waysTo,
} from '@easement/domain';
import type { ReadTx, WriteTx } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import { getObjectReach, getReachedLink } from '../access/object-reach.ts';
import { findAliases } from '../aliases/alias-store.ts';
import { findBucket, lockBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { lockHold } from '../holds/hold-store.ts';
import type { Caller } from '../mutation.ts';
import { findTableOfColumn } from '../tables/column-store.ts';
import { findTable } from '../tables/table-store.ts';
import type { MetadataTarget } from './metadata-message.ts';

/** Where a bucket, a table or a column is now. */
type Place = {
  readonly project: ProjectId;
  readonly bucket: BucketId;
  readonly table?: { readonly id: TableId; readonly alias: Alias | undefined };
  /** Of a column: the aliases of its table that show it through links too, and the buckets that hold those. */
  readonly shownAs?: readonly TableId[];
  readonly shownIn?: readonly BucketId[];
};

/** Refuses unless the caller may change the target's metadata; that of a link is its project's own to change. */
export async function assertMayNote(deps: Deps, call: Call, caller: Caller, target: MetadataTarget): Promise<void> {
  if (target.kind === 'link') {
    const { writes, project } = await getReachedLink(deps, call, caller.principal, target.id);
    if (!writes) throw missingRole(`changing ${target.id}`, 'write', project);
    return;
  }
  const place = await getPlace(deps, call, caller, target);
  const reach = await getObjectReach(deps, call, caller.principal, place, 'write');
  assertMayChangeObject(waysToPlace(place, reach), target);
}

/** All ways to a bucket itself; to what is in it, those that show it. */
function waysToPlace({ table, shownAs }: Place, reach: ObjectReach): ObjectReach {
  if (!table) return reach;
  return shownAs ? waysInto(reach, [table.id, ...shownAs]) : waysTo(table, reach);
}

/** Refuses unless the caller may read the target's metadata, which no link shows. */
export async function assertMayReadNotes(
  deps: Deps,
  call: Call,
  caller: Caller,
  target: MetadataTarget,
): Promise<void> {
  if (target.kind === 'link') {
    const { readsRows, project } = await getReachedLink(deps, call, caller.principal, target.id);
    if (!readsRows) throw missingRole(`reading the metadata of ${target.id}`, 'read', project);
    return;
  }
  const { project } = await getPlace(deps, call, caller, target);
  const standing = await deps.standings.one(call, caller.principal, project);
  if (!maySeeInside(standing)) throw notFound(target.kind, target.id);
  assertProjectRole(standing, 'read', `reading the metadata of ${target.id}`);
}

/**
 * Holds what all writers of the target's metadata hold, until commit: the bucket's row, or the hold of a link. Refuses
 * `not_found` if the target has gone since the caller's right was established.
 */
export async function lockTarget(tx: WriteTx, organization: OrganizationId, target: MetadataTarget): Promise<void> {
  if (target.kind === 'link') {
    const hold = await lockHold(tx, organization, target.id);
    if (!hold || hold.released) throw notFound('link', target.id);
    return;
  }
  const before = await findPlace(tx, organization, target);
  if (before) await lockBucket(tx, organization, before.bucket);
  if (!before || !(await findPlace(tx, organization, target))) throw notFound(target.kind, target.id);
}

type Inside = Exclude<MetadataTarget, { kind: 'link' }>;

async function getPlace({ db }: Deps, call: Call, { organization }: Caller, target: Inside): Promise<Place> {
  const place = await db.read(call, (tx) => findPlace(tx, organization, target));
  if (!place) throw notFound(target.kind, target.id);
  return place;
}

async function findPlace(tx: ReadTx, organization: OrganizationId, target: Inside): Promise<Place | undefined> {
  switch (target.kind) {
    case 'bucket': {
      const bucket = await findBucket(tx, organization, target.id);
      return bucket && { project: bucket.project, bucket: bucket.id };
    }
    case 'table':
      return await placeOfTable(tx, organization, target.id);
    case 'column': {
      const table = await findTableOfColumn(tx, organization, target.id);
      const place = table && (await placeOfTable(tx, organization, table));
      return place && { ...place, ...(await aliasesShowing(tx, organization, place)) };
    }
  }
}

async function placeOfTable(tx: ReadTx, organization: OrganizationId, id: TableId): Promise<Place | undefined> {
  const table = await findTable(tx, organization, id);
  return table && { project: table.project, bucket: table.bucket, table };
}

async function aliasesShowing(
  tx: ReadTx,
  organization: OrganizationId,
  { table }: Place,
): Promise<Required<Pick<Place, 'shownAs' | 'shownIn'>>> {
  const aliases = await findAliases(tx, organization, table ? [table.id] : []);
  const showing = aliases.filter((alias) => !isHiddenThroughLinks(alias));
  return { shownAs: showing.map(({ id }) => id), shownIn: showing.map(({ bucket }) => bucket) };
}
