import { BucketSchema, LinkSchema, LinkStateSchema, StageSchema } from '@easement/contracts';
import type { OptionText } from '../../command.ts';
import { messageView, size, time, word, words } from '../../output/view.ts';

export const bucketView = messageView(BucketSchema, [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['stage', ({ stage }) => word(StageSchema, stage)],
  ['description', ({ description }) => description],
  ['tables', ({ tableCount }) => tableCount],
  ['rows', ({ rowCount }) => rowCount],
  ['size', ({ byteCount }) => size(byteCount)],
  ['updated', ({ updateTime }) => time(updateTime)],
]);

export const linkView = messageView(LinkSchema, [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['stage', ({ stage }) => word(StageSchema, stage)],
  ['state', ({ state }) => word(LinkStateSchema, state)],
  ['share', ({ shareId }) => shareId],
  ['object', ({ objectId }) => objectId],
  ['in bucket', ({ targetBucketId }) => targetBucketId],
  ['since', ({ createTime }) => time(createTime)],
]);

export const stages = words(StageSchema);

export const stageOption: OptionText = {
  flags: '--stage <stage>',
  summary: 'where it stands in the flow of data',
  choices: stages,
};
