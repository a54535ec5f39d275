import type { MessageInitShape } from '@bufbuild/protobuf';
import { FindingAction, FindingCause, type FindingSchema } from '@easement/contracts';
import type { Action, Cause, Finding } from './finding.ts';

export function toFindingMessage({
  id,
  name = '',
  project,
  action,
  cause,
  detail = '',
}: Finding): MessageInitShape<typeof FindingSchema> {
  return { id, name, projectId: project ?? '', action: actions[action], cause: causes[cause], detail };
}

const actions: Readonly<Record<Action, FindingAction>> = {
  link_cut: FindingAction.LINK_CUT,
  link_undone: FindingAction.LINK_UNDONE,
  removal_finished: FindingAction.REMOVAL_FINISHED,
  link_renamed: FindingAction.LINK_RENAMED,
  share_removed: FindingAction.SHARE_REMOVED,
  audience_trimmed: FindingAction.AUDIENCE_TRIMMED,
  hold_released: FindingAction.HOLD_RELEASED,
  project_reopened: FindingAction.PROJECT_REOPENED,
  project_deleted: FindingAction.PROJECT_DELETED,
  left: FindingAction.LEFT,
};

const causes: Readonly<Record<Cause, FindingCause>> = {
  share_gone: FindingCause.SHARE_GONE,
  share_differs: FindingCause.SHARE_DIFFERS,
  project_gone: FindingCause.PROJECT_GONE,
  source_gone: FindingCause.SOURCE_GONE,
  bucket_gone: FindingCause.BUCKET_GONE,
  bucket_differs: FindingCause.BUCKET_DIFFERS,
  hold_missing: FindingCause.HOLD_MISSING,
  hold_released: FindingCause.HOLD_RELEASED,
  hold_differs: FindingCause.HOLD_DIFFERS,
  name_missing: FindingCause.NAME_MISSING,
  name_differs: FindingCause.NAME_DIFFERS,
  unfinished: FindingCause.UNFINISHED,
  link_gone: FindingCause.LINK_GONE,
  link_removed: FindingCause.LINK_REMOVED,
  targets_gone: FindingCause.TARGETS_GONE,
  deletion_ended: FindingCause.DELETION_ENDED,
  deleted: FindingCause.DELETED,
  closed_elsewhere: FindingCause.CLOSED_ELSEWHERE,
};
