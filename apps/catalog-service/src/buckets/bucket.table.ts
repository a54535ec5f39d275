import type { BucketId, OrganizationId, PrincipalId, ProjectId } from '@easement/domain';
import {
  codeColumn,
  guardColumn,
  idColumn,
  integerColumn,
  type RowOf,
  since,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';
import type { Bucket, BucketStage } from './bucket.ts';

/**
 * The counts are those of the bucket's tables, of which an alias has neither rows nor bytes. They are kept here, in the transaction of each change, rather than summed
 * up: offers, links and usage show them for many buckets at once, and what locks a bucket's inside locks this row anyway.
 */
export const bucketTable = table('bucket', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<BucketId>(),
    project_id: idColumn<ProjectId>(),
    name: textColumn(128),
    stage: codeColumn<BucketStage>(),
    description: textColumn(2000),
    creator_id: idColumn<PrincipalId>(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    table_count: integerColumn(),
    row_count: integerColumn(),
    byte_count: integerColumn(),
    version: versionColumn(),
    guard: guardColumn(),
    hidden_table_count: since(2, integerColumn(), 0),
    view_count: since(5, integerColumn(), 0),
    function_count: since(5, integerColumn(), 0),
  },
  primary: ['organization_id', 'id'],
  indexes: { by_project: ['organization_id', 'project_id', 'id'] },
});

type BucketRow = RowOf<typeof bucketTable>;

export function toBucket(row: BucketRow): Bucket {
  return {
    organization: row.organization_id,
    id: row.id,
    project: row.project_id,
    name: row.name,
    stage: row.stage,
    description: row.description,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    tableCount: row.table_count,
    rowCount: row.row_count,
    byteCount: row.byte_count,
    version: row.version,
    hiddenTableCount: row.hidden_table_count,
    viewCount: row.view_count,
    functionCount: row.function_count,
  };
}

export function toBucketRow(bucket: Bucket): BucketRow {
  return {
    organization_id: bucket.organization,
    id: bucket.id,
    project_id: bucket.project,
    name: bucket.name,
    stage: bucket.stage,
    description: bucket.description,
    creator_id: bucket.creator,
    create_time: bucket.createTime,
    update_time: bucket.updateTime,
    table_count: bucket.tableCount,
    row_count: bucket.rowCount,
    byte_count: bucket.byteCount,
    version: bucket.version,
    hidden_table_count: bucket.hiddenTableCount,
    view_count: bucket.viewCount,
    function_count: bucket.functionCount,
  };
}
