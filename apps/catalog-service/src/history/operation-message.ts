import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { OperationKind as KindMessage, type TableOperationSchema } from '@easement/contracts';
import { invalidField } from '@easement/domain';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Operation, OperationKind } from '../versions/version.ts';

const kinds = {
  create: KindMessage.CREATE,
  append: KindMessage.APPEND,
  replace: KindMessage.REPLACE,
} as const satisfies Record<OperationKind, KindMessage>;

/** Who reads by a link sees what was done and when, but not by whom. */
export function toOperationMessage(operation: Operation, sight: Sight): MessageInitShape<typeof TableOperationSchema> {
  return {
    version: BigInt(operation.version),
    kind: kinds[operation.kind],
    rowCount: BigInt(operation.rowCount),
    byteCount: BigInt(operation.byteCount),
    rowsAdded: BigInt(operation.rowsAdded),
    rowsRemoved: BigInt(operation.rowsRemoved),
    time: timestampFromDate(operation.time),
    actorId: sight === 'inside' ? operation.actor : '',
  };
}

export function toOperationKind(kind: KindMessage): OperationKind {
  if (kind === KindMessage.CREATE) return 'create';
  if (kind === KindMessage.APPEND) return 'append';
  if (kind === KindMessage.REPLACE) return 'replace';
  throw invalidField(
    'kind',
    'say what was done: OPERATION_KIND_APPEND, OPERATION_KIND_REPLACE or OPERATION_KIND_CREATE',
  );
}
