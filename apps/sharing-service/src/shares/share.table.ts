import type {
  Audience,
  BucketId,
  OrganizationId,
  PrincipalId,
  ProjectId,
  Share,
  ShareId,
  ShareKind,
} from '@easement/domain';
import { listedProjects, listedUsers, nameKey, policies } from '@easement/domain';
import {
  codeColumn,
  flagColumn,
  guardColumn,
  idColumn,
  nameKeyColumn,
  nullable,
  type RowOf,
  since,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';

export const shareTable = table('share', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<ShareId>(),
    project_id: idColumn<ProjectId>(),
    /** Empty where a share of kind `grants` holds none. */
    bucket_id: idColumn<BucketId | ''>(),
    kind: codeColumn<ShareKind>(),
    /** True for the kinds of which a bucket has one at most, else null: any number of nulls fit the unique key. */
    sole: nullable(flagColumn<true>()),
    name: textColumn(128),
    name_key: nameKeyColumn(),
    comment: textColumn(2000),
    audience: codeColumn<Audience['kind']>(),
    /**
     * The key of the source project's name, by which offers are ordered. A copy, so that a page of offers is one range of
     * an index; the sweeper follows renames, and what is shown is asked of identity-service.
     */
    provider_key: nameKeyColumn(),
    creator_id: idColumn<PrincipalId>(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: {
    bucket: ['organization_id', 'bucket_id', 'sole'],
    name: ['organization_id', 'project_id', 'name_key'],
  },
  indexes: {
    by_project: ['organization_id', 'project_id', 'id'],
    by_provider: ['organization_id', 'audience', 'provider_key', 'project_id', 'id'],
    by_name: { columns: ['organization_id', 'name_key', 'project_id'], since: 6 },
  },
});

/** The lists of audiences: one row for each project or principal on a list. */
export const shareTargetTable = table('share_target', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    share_id: idColumn<ShareId>(),
    target_id: idColumn<ProjectId | PrincipalId>(),
    /** Copies of the share's, by which offers are ordered. */
    provider_key: nameKeyColumn(),
    project_id: idColumn<ProjectId>(),
    /** Whether they are tenants, for which it takes nothing but to be listed. */
    for_tenants: since(4, flagColumn(), false),
  },
  primary: ['organization_id', 'share_id', 'target_id'],
  indexes: {
    by_provider: {
      columns: ['organization_id', 'target_id', 'provider_key', 'project_id', 'share_id'],
      until: 4,
    },
    by_entry: {
      columns: ['organization_id', 'target_id', 'for_tenants', 'provider_key', 'project_id', 'share_id'],
      since: 4,
    },
  },
});

export type ShareRow = RowOf<typeof shareTable>;
export type ShareTargetRow = RowOf<typeof shareTargetTable>;

/** A share with what is kept of it besides the rules. */
export type StoredShare = Share & {
  readonly name: string;
  readonly comment: string;
  readonly providerKey: string;
  readonly creator: PrincipalId;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly version: number;
};

export function toShare(row: ShareRow, targets: readonly (ProjectId | PrincipalId)[]): StoredShare {
  return {
    organization: row.organization_id,
    id: row.id,
    kind: row.kind,
    project: row.project_id,
    bucket: row.bucket_id === '' ? undefined : row.bucket_id,
    audience: toAudience(row.audience, targets),
    name: row.name,
    comment: row.comment,
    providerKey: row.provider_key,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    version: row.version,
  };
}

export function toShareRow(share: StoredShare): ShareRow {
  return {
    organization_id: share.organization,
    id: share.id,
    project_id: share.project,
    bucket_id: share.bucket ?? '',
    kind: share.kind,
    sole: policies[share.kind].oneForEachBucket ? true : null,
    name: share.name,
    name_key: nameKey(share.name),
    comment: share.comment,
    audience: share.audience.kind,
    provider_key: share.providerKey,
    creator_id: share.creator,
    create_time: share.createTime,
    update_time: share.updateTime,
    version: share.version,
  };
}

export function toTargetRows(share: StoredShare): ShareTargetRow[] {
  return targetsOf(share.audience).map((target) => ({
    organization_id: share.organization,
    share_id: share.id,
    target_id: target,
    provider_key: share.providerKey,
    project_id: share.project,
    for_tenants: share.audience.kind === 'tenants',
  }));
}

/** Whom the audience lists. */
export function targetsOf(audience: Audience): readonly (ProjectId | PrincipalId)[] {
  return [...listedProjects(audience), ...listedUsers(audience)];
}

/** The store holds one list; the type of the audience says what its ids are. */
function toAudience(kind: Audience['kind'], targets: readonly (ProjectId | PrincipalId)[]): Audience {
  switch (kind) {
    case 'project_members':
    case 'organization_members':
      return { kind };
    case 'selected_projects':
    case 'tenants':
      return { kind, projects: new Set(targets as readonly ProjectId[]) };
    case 'selected_users':
      return { kind, users: new Set(targets as readonly PrincipalId[]) };
  }
}
