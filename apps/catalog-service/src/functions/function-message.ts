import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Function as FunctionMessage, FunctionSchema } from '@easement/contracts';
import { etagOf } from '@easement/domain';
import type { Sight } from '../buckets/bucket-message.ts';
import type { FunctionOutline, SqlFunction } from './sql-function.ts';

type FunctionInit = Exclude<MessageInitShape<typeof FunctionSchema>, FunctionMessage>;

/** Who sees a function through a link is told what it takes and answers, and not how. */
export function toFunctionMessage(made: SqlFunction, sight: Sight = 'inside'): FunctionInit {
  return { ...toFunctionOutline(made, sight), expression: sight === 'inside' ? made.expression : '' };
}

/** A function without its expression, which may be as long as a page. */
export function toFunctionOutline(made: FunctionOutline, sight: Sight = 'inside'): FunctionInit {
  return {
    id: made.id,
    name: made.name,
    organizationId: made.organization,
    projectId: made.project,
    bucketId: made.bucket,
    parameters: [...made.parameters],
    returnType: made.returnType,
    comment: made.comment,
    etag: etagOf(made),
    createTime: timestampFromDate(made.createTime),
    updateTime: timestampFromDate(made.updateTime),
    creatorId: sight === 'inside' ? made.creator : '',
  };
}
