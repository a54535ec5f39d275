import type { BucketId, LinkId, OrganizationId, ProjectId, TableId } from '@easement/domain';
import { marks, query, type ReadTx } from '@easement/persistence';
import { type HeldId, holdTable } from './hold.table.ts';

/** A bucket with all inside, or one table of it. */
export type Holdable = { readonly bucket: BucketId; readonly table?: TableId };

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

/** Who holds the object or, where it is a bucket, anything inside; a hold on a bucket covers all its tables. */
export async function findHolders(
  tx: ReadTx,
  organization: OrganizationId,
  { bucket, table }: Holdable,
): Promise<Holder[]> {
  const own: readonly HeldId[] = table === undefined ? [bucket] : [bucket, table];
  const inside =
    table === undefined
      ? ' OR object_id IN (SELECT id FROM data_table WHERE organization_id = ? AND bucket_id = ?)'
      : '';
  const { holder_id, project_id, blocks } = holdTable.columns;
  const rows = await query(
    tx,
    { holder_id, project_id, blocks },
    'SELECT holder_id, project_id, blocks FROM hold WHERE organization_id = ? AND released = 0' +
      ` AND (object_id IN (${marks(own)})${inside}) ORDER BY holder_id`,
    [organization, ...own, ...(table === undefined ? [organization, bucket] : [])],
  );
  return rows.flatMap(({ holder_id: link, project_id: project, ...rest }) =>
    project === null ? [] : [{ link, project, blocks: rest.blocks }],
  );
}

/**
 * Throws HeldError while a blocking hold covers the object. Demands the lock of the object's row and of its bucket's,
 * which `PlaceHold` takes too: what is not held here cannot be held before the end of the transaction.
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
