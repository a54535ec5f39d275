import type { BucketId, FunctionId, LinkId, OrganizationId, ProjectId, TableId, ViewId } from '@easement/domain';
import { marks, query, type ReadTx } from '@easement/persistence';
import { findAliases, findAliasesInto } from '../aliases/alias-store.ts';
import { holdTable } from './hold.table.ts';

/** A bucket with all inside, or one table of it, or one of its other objects. */
export type Holdable = {
  readonly bucket: BucketId;
  readonly table?: TableId;
  readonly object?: ViewId | FunctionId;
};

export type Holder = { readonly link: LinkId; readonly project: ProjectId; readonly blocks: boolean };

/**
 * Thrown where a drop meets blocking holds. Who may hear of which project is for identity-service to say, which cannot be
 * asked inside a transaction: `tellHeld` turns it into the refusal outside.
 */
export class HeldError extends Error {
  override readonly name = 'HeldError';
  readonly what: string;
  readonly projects: readonly ProjectId[];

  constructor(what: string, projects: readonly ProjectId[]) {
    super(`${what} is held`);
    this.what = what;
    this.projects = projects;
  }
}

const onObjectsOf = ['data_table', 'data_view'].map(
  (name) =>
    `FROM ${name} JOIN hold ON hold.organization_id = ${name}.organization_id AND hold.object_id = ${name}.id` +
    ` WHERE ${name}.organization_id = ? AND ${name}.bucket_id = ?`,
);

/**
 * Who holds the object or, where it is a bucket, anything inside; a hold on a bucket covers all that it holds, and the tables that
 * aliases in it show. Holds and objects are asked one after the other, as no index serves both at once.
 */
export async function findHolders(
  tx: ReadTx,
  organization: OrganizationId,
  { bucket, table, object }: Holdable,
): Promise<Holder[]> {
  if (object !== undefined) return await selectHoldersOf(tx, organization, [bucket, object]);
  if (table !== undefined) {
    const aliases = await findAliases(tx, organization, [table]);
    return await selectHoldersOf(tx, organization, [bucket, table, ...placesOf(aliases)]);
  }
  const aliases = await findAliasesInto(tx, organization, [bucket]);
  const own = await selectHoldersOf(tx, organization, [bucket, ...placesOf(aliases)]);
  const inside: Holder[] = [];
  for (const from of onObjectsOf) inside.push(...(await selectHolders(tx, from, [organization, bucket])));
  return [...own, ...inside.filter(({ link }) => !own.some((holder) => holder.link === link))];
}

function placesOf(aliases: readonly { readonly id: TableId; readonly bucket: BucketId }[]): (BucketId | TableId)[] {
  return aliases.flatMap(({ id, bucket }) => [id, bucket]);
}

async function selectHoldersOf(
  tx: ReadTx,
  organization: OrganizationId,
  objects: readonly (BucketId | TableId | ViewId | FunctionId)[],
): Promise<Holder[]> {
  const ids = [...new Set(objects)];
  const from = `FROM hold WHERE hold.organization_id = ? AND hold.object_id IN (${marks(ids)})`;
  return await selectHolders(tx, from, [organization, ...ids]);
}

async function selectHolders(tx: ReadTx, from: string, params: readonly string[]): Promise<Holder[]> {
  const { holder_id, project_id, blocks } = holdTable.columns;
  const select = `SELECT hold.holder_id, hold.project_id, hold.blocks ${from} AND hold.released = 0`;
  const rows = await query(tx, { holder_id, project_id, blocks }, `${select} ORDER BY hold.holder_id`, params);
  return rows.flatMap(({ holder_id: link, project_id: project, ...rest }) =>
    project === null ? [] : [{ link, project, blocks: rest.blocks }],
  );
}

/**
 * Throws HeldError while a blocking hold covers the object. Demands the lock of the object's row, of its bucket's, and of
 * those of the buckets of aliases that show it, which `PlaceHold` takes too: what is not held here cannot be held before
 * the end of the transaction.
 */
export async function assertNotHeld(
  tx: ReadTx,
  organization: OrganizationId,
  object: Holdable,
  what: string,
): Promise<void> {
  const blocking = (await findHolders(tx, organization, object)).filter(({ blocks }) => blocks);
  if (blocking.length > 0) throw new HeldError(what, [...new Set(blocking.map(({ project }) => project))]);
}
