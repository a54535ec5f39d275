import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  type LinkSchema,
  LinkState as StateMessage,
  RemovalReason as ReasonMessage,
  Stage as StageMessage,
} from '@easement/contracts';
import { etagOf, invalidField, type LinkState, type RemovalReason } from '@easement/domain';
import type { Stage, StoredLink } from './link.table.ts';

export type LinkInit = MessageInitShape<typeof LinkSchema>;

/** `seesName` says whether the reader may know what the consumer calls it. */
export function toLinkMessage(link: StoredLink, seesName: boolean): LinkInit {
  return {
    id: link.id,
    name: seesName ? link.name : '',
    organizationId: link.organization,
    projectId: link.project,
    shareId: link.share,
    sourceProjectId: link.source,
    bucketId: link.bucket,
    objectId: link.object ?? '',
    targetBucketId: seesName ? (link.target ?? '') : '',
    stage: stages[link.stage],
    state: states[link.state],
    outsideAudience: link.isOutsideAudience,
    etag: etagOf(link),
    createTime: timestampFromDate(link.createTime),
    updateTime: timestampFromDate(link.updateTime),
    creatorId: link.creator,
    ...toRemovalFields(link),
  };
}

function toRemovalFields({ removal }: StoredLink): LinkInit {
  if (!removal) return {};
  return {
    removeTime: timestampFromDate(removal.time),
    removerId: removal.remover ?? '',
    removalReason: reasons[removal.reason],
    removalComment: removal.comment,
  };
}

/** The stage that a request gives, or refuses `invalid_field`: where it is named, there is none to fall back to. */
export function toStage(stage: StageMessage): Stage {
  if (stage === StageMessage.IN) return 'in';
  if (stage === StageMessage.OUT) return 'out';
  throw invalidField('stage', 'the stage of a link is STAGE_IN or STAGE_OUT; give one of them');
}

const stages: Readonly<Record<Stage, StageMessage>> = { in: StageMessage.IN, out: StageMessage.OUT };

const states: Readonly<Record<LinkState, StateMessage>> = {
  pending: StateMessage.PENDING,
  active: StateMessage.ACTIVE,
  renaming: StateMessage.RENAMING,
  removing: StateMessage.REMOVING,
  removed: StateMessage.REMOVED,
};

const reasons: Readonly<Record<RemovalReason, ReasonMessage>> = {
  unlinked: ReasonMessage.UNLINKED,
  forced: ReasonMessage.FORCED,
  audience_narrowed: ReasonMessage.AUDIENCE_NARROWED,
  share_dropped: ReasonMessage.SHARE_DROPPED,
  source_dropped: ReasonMessage.SOURCE_DROPPED,
  undone: ReasonMessage.UNDONE,
  restored: ReasonMessage.RESTORED,
};
