import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActivityAction as ActionMessage, type ActivitySchema } from '@easement/contracts';
import type { ActivityAction, ActivityDetail } from '@easement/domain';
import type { StoredActivity } from './activity.table.ts';

export type ActivityInit = Exclude<MessageInitShape<typeof ActivitySchema>, { $typeName: string }>;

export function toActivityMessage(activity: StoredActivity): ActivityInit {
  return {
    position: BigInt(activity.sequence),
    time: timestampFromDate(activity.time),
    actor: activity.actor ?? '',
    action: actions[activity.action],
    object: activity.object,
    shareId: activity.share,
    withProjectIds: [...activity.withProjects],
    details: activity.details.map(toDetail),
  };
}

function toDetail({ field, before = '', after = '', added = [], removed = [] }: ActivityDetail) {
  return {
    field,
    before: toWord(field, before),
    after: toWord(field, after),
    added: [...added],
    removed: [...removed],
  };
}

/** What has an enum in the contract is told by its names. */
function toWord(field: ActivityDetail['field'], value: string): string {
  if (value === '') return '';
  if (field === 'audience') return `AUDIENCE_TYPE_${value.toUpperCase()}`;
  return field === 'stage' ? `STAGE_${value.toUpperCase()}` : value;
}

const actions: Readonly<Record<ActivityAction, ActionMessage>> = {
  share_created: ActionMessage.SHARE_CREATED,
  share_updated: ActionMessage.SHARE_UPDATED,
  share_deleted: ActionMessage.SHARE_DELETED,
  share_gone: ActionMessage.SHARE_GONE,
  share_granted: ActionMessage.SHARE_GRANTED,
  share_revoked: ActionMessage.SHARE_REVOKED,
  link_created: ActionMessage.LINK_CREATED,
  link_updated: ActionMessage.LINK_UPDATED,
  link_removed: ActionMessage.LINK_REMOVED,
  link_cut: ActionMessage.LINK_CUT,
  link_share_dropped: ActionMessage.LINK_SHARE_DROPPED,
  link_source_dropped: ActionMessage.LINK_SOURCE_DROPPED,
  link_forced: ActionMessage.LINK_FORCED,
  link_reconciled: ActionMessage.LINK_RECONCILED,
};
