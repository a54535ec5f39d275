import type { BucketId, LinkId, OrganizationId, ProjectId, TableId, ViewId } from '@easement/domain';
import { flagColumn, guardColumn, idColumn, nullable, type RowOf, table, timeColumn } from '@easement/persistence';

/** What can be held: a bucket with all inside, one table or one view. */
export type HeldId = BucketId | TableId | ViewId;

/**
 * One row for each link that needs an object. A released row is a tombstone: a `PlaceHold` that was on its way when its
 * link was undone finds it and is refused. Where nothing was placed before, the tombstone names no object.
 */
export const holdTable = table('hold', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    holder_id: idColumn<LinkId>(),
    object_id: nullable(idColumn<HeldId>()),
    project_id: nullable(idColumn<ProjectId>()),
    blocks: flagColumn(),
    released: flagColumn(),
    create_time: timeColumn(),
    release_time: nullable(timeColumn()),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'holder_id'],
  indexes: {
    by_object: ['organization_id', 'object_id', 'released'],
    by_project: ['organization_id', 'project_id', 'released'],
    by_release: ['organization_id', 'released', 'release_time'],
  },
});

export type HoldRow = RowOf<typeof holdTable>;
