import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Timestamp, timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { TokenSchema } from '@easement/contracts';
import { invalidField } from '@easement/domain';
import type { TokenRow } from './token.table.ts';

/** Says of a token what may be said: nothing of its secrets. */
export function toTokenMessage(row: TokenRow): MessageInitShape<typeof TokenSchema> {
  return {
    id: row.id,
    principalId: row.principal_id,
    description: row.description,
    createTime: timestampFromDate(row.create_time),
    creatorId: row.creator_id,
    ...(row.expire_time && { expireTime: timestampFromDate(row.expire_time) }),
    ...(row.rotate_time && { rotateTime: timestampFromDate(row.rotate_time) }),
    ...(row.revoke_time && { revokeTime: timestampFromDate(row.revoke_time) }),
  };
}

const latest = new Date('9999-12-31T23:59:59.999Z');

/** When a token shall end by itself; null for never. Refuses `invalid_field` unless that is still to come. */
export function toExpireTime(asked: Timestamp | undefined, time: Date): Date | null {
  if (asked === undefined) return null;
  const expireTime = timestampDate(asked);
  if (expireTime > time && expireTime <= latest) return expireTime;
  throw invalidField('expire_time', 'expire_time is not a time to come; give one before the year 10000, or none');
}
