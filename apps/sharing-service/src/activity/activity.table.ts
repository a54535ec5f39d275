import type {
  ActivityAction,
  ActivityDetail,
  ActivityView,
  LinkId,
  OrganizationId,
  PrincipalId,
  ProjectId,
  ShareId,
} from '@easement/domain';
import {
  codeColumn,
  flagColumn,
  idColumn,
  integerColumn,
  jsonColumn,
  nullable,
  type Place,
  type RowOf,
  table,
  textColumn,
  timeColumn,
} from '@easement/persistence';

export type ActivityBody = {
  readonly withProjects: readonly ProjectId[];
  readonly details: readonly ActivityDetail[];
};

/**
 * One row for each act and project that reads of it, holding what that project may know. Its number is that of the act's
 * change in the feed: so a project's rows are in the order of commits, and who follows them waits for the feed.
 */
export const activityTable = table('activity', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    project_id: idColumn<ProjectId>(),
    sequence: integerColumn(),
    time: timeColumn(),
    share_id: idColumn<ShareId>(),
    action: codeColumn<ActivityAction>(),
    /** Null where nobody asked for it. */
    actor_id: nullable(idColumn<PrincipalId>()),
    object_id: idColumn<ShareId | LinkId>(),
    object_name: textColumn(128),
    for_members: flagColumn(),
    body: jsonColumn<ActivityBody>(),
  },
  primary: ['organization_id', 'project_id', 'sequence'],
  indexes: {
    by_share: ['organization_id', 'project_id', 'share_id', 'sequence'],
    by_time: ['organization_id', 'project_id', 'time'],
  },
});

export type ActivityRow = RowOf<typeof activityTable>;

/** An act as it is kept for one project. */
export type StoredActivity = ActivityView &
  Place & { readonly action: ActivityAction; readonly actor: PrincipalId | undefined };

export function toActivityRow(organization: OrganizationId, activity: StoredActivity): ActivityRow {
  return {
    organization_id: organization,
    project_id: activity.project,
    sequence: activity.sequence,
    time: activity.time,
    share_id: activity.share,
    action: activity.action,
    actor_id: activity.actor ?? null,
    object_id: activity.object.id,
    object_name: activity.object.name,
    for_members: activity.isForMembers,
    body: { withProjects: activity.withProjects, details: activity.details },
  };
}

export function toActivity(row: ActivityRow): StoredActivity {
  return {
    project: row.project_id,
    sequence: row.sequence,
    time: row.time,
    share: row.share_id,
    action: row.action,
    actor: row.actor_id ?? undefined,
    object: { id: row.object_id, name: row.object_name },
    isForMembers: row.for_members,
    ...row.body,
  };
}
