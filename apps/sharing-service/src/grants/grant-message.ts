import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { GrantedKind as KindMessage, type GrantSchema, Privilege as PrivilegeMessage } from '@easement/contracts';
import { type GrantedKind, invalidField, type Privilege, privileges as privilegeWords } from '@easement/domain';
import type { StoredGrant } from './grant.table.ts';

export type GrantInit = MessageInitShape<typeof GrantSchema>;

export function toGrantMessage(grant: StoredGrant): GrantInit {
  return {
    shareId: grant.share,
    objectId: grant.object,
    objectKind: kinds[grant.kind],
    privilege: privileges[grant.privilege],
    bucketId: grant.bucket,
    createTime: timestampFromDate(grant.createTime),
    creatorId: grant.creator,
  };
}

/** Refuses `invalid_field` where none is named. */
export function toPrivilege(message: PrivilegeMessage): Privilege {
  const found = privilegeWords.find((privilege) => privileges[privilege] === message);
  if (found) return found;
  throw invalidField('privilege', 'say which privilege is meant');
}

const privileges: Readonly<Record<Privilege, PrivilegeMessage>> = {
  usage: PrivilegeMessage.USAGE,
  select: PrivilegeMessage.SELECT,
  reference_usage: PrivilegeMessage.REFERENCE_USAGE,
};

const kinds: Readonly<Record<GrantedKind, KindMessage>> = {
  bucket: KindMessage.BUCKET,
  table: KindMessage.TABLE,
  view: KindMessage.VIEW,
  function: KindMessage.FUNCTION,
};
