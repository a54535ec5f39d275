import type { BucketId, OrganizationId, PrincipalId, ProjectId, ViewColumn, ViewId } from '@easement/domain';
import {
  flagColumn,
  guardColumn,
  idColumn,
  jsonColumn,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';
import type { View, ViewDefinition, ViewOutline } from './view.ts';

const outline = {
  organization_id: idColumn<OrganizationId>(),
  id: idColumn<ViewId>(),
  bucket_id: idColumn<BucketId>(),
  project_id: idColumn<ProjectId>(),
  name: textColumn(128),
  comment: textColumn(2000),
  hidden: flagColumn(),
  creator_id: idColumn<PrincipalId>(),
  create_time: timeColumn(),
  update_time: timeColumn(),
  version: versionColumn(),
};

const keys = {
  primary: ['organization_id', 'id'],
  indexes: { by_bucket: ['organization_id', 'bucket_id', 'id'] },
} as const;

export const viewTable = table('data_view', {
  columns: {
    ...outline,
    statement: textColumn(65_536),
    columns: jsonColumn<readonly ViewColumn[]>(),
    source_names: jsonColumn<readonly string[]>(),
    guard: guardColumn(),
  },
  ...keys,
});

/** The same table without the texts, for reading alone. */
export const viewOutlineTable = table('data_view', { columns: outline, ...keys });

export type ViewRow = RowOf<typeof viewTable>;
export type ViewOutlineRow = RowOf<typeof viewOutlineTable>;

export function toView(row: ViewRow, dependencies: ViewDefinition['dependencies']): View {
  const { statement, columns, source_names: sourceNames } = row;
  return { ...toViewOutline(row), statement, columns, sourceNames, dependencies };
}

export function toViewOutline(row: ViewOutlineRow): ViewOutline {
  return {
    organization: row.organization_id,
    id: row.id,
    bucket: row.bucket_id,
    project: row.project_id,
    name: row.name,
    comment: row.comment,
    isHidden: row.hidden,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    version: row.version,
  };
}

export function toViewRow(view: View): ViewRow {
  return {
    organization_id: view.organization,
    id: view.id,
    bucket_id: view.bucket,
    project_id: view.project,
    name: view.name,
    statement: view.statement,
    columns: view.columns,
    source_names: view.sourceNames,
    comment: view.comment,
    hidden: view.isHidden,
    creator_id: view.creator,
    create_time: view.createTime,
    update_time: view.updateTime,
    version: view.version,
  };
}
