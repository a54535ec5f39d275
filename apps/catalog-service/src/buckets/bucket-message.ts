import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type BucketSchema, Stage } from '@easement/contracts';
import { etagOf, invalidField } from '@easement/domain';
import type { Bucket, BucketStage } from './bucket.ts';

/** By which way the reader of a message sees the thing: who sees it through a link is not told of people. */
export type Sight = 'inside' | 'through_link';

export function toBucketMessage(bucket: Bucket, sight: Sight = 'inside'): MessageInitShape<typeof BucketSchema> {
  return {
    id: bucket.id,
    name: bucket.name,
    organizationId: bucket.organization,
    projectId: bucket.project,
    stage: stages[bucket.stage],
    description: bucket.description,
    etag: etagOf(bucket),
    createTime: timestampFromDate(bucket.createTime),
    updateTime: timestampFromDate(bucket.updateTime),
    creatorId: sight === 'inside' ? bucket.creator : '',
    tableCount: sight === 'inside' ? bucket.tableCount : shownTables(bucket),
    rowCount: BigInt(bucket.rowCount),
    byteCount: BigInt(bucket.byteCount),
  };
}

/** How many of the bucket's tables its links show. */
export function shownTables({ tableCount, hiddenTableCount }: Bucket): number {
  return tableCount - hiddenTableCount;
}

const stages = { in: Stage.IN, out: Stage.OUT } as const satisfies Record<BucketStage, Stage>;

/** Refuses the stage that is not given: where it is asked for, it has to be one. */
export function toStage(stage: Stage): BucketStage {
  if (stage === Stage.IN) return 'in';
  if (stage === Stage.OUT) return 'out';
  throw invalidField('stage', 'give the stage: STAGE_IN or STAGE_OUT');
}
