import type {
  BucketId,
  Grant,
  GrantedKind,
  ObjectId,
  OrganizationId,
  PrincipalId,
  Privilege,
  ShareId,
} from '@easement/domain';
import { codeColumn, idColumn, type RowOf, table, timeColumn } from '@easement/persistence';

/** What shares of kind `grants` hold. */
export const grantTable = table('share_grant', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    share_id: idColumn<ShareId>(),
    object_id: idColumn<BucketId | ObjectId>(),
    privilege: codeColumn<Privilege>(),
    kind: codeColumn<GrantedKind>(),
    bucket_id: idColumn<BucketId>(),
    creator_id: idColumn<PrincipalId>(),
    create_time: timeColumn(),
  },
  primary: ['organization_id', 'share_id', 'object_id', 'privilege'],
  indexes: { by_object: ['organization_id', 'object_id', 'privilege', 'share_id'] },
});

export type GrantRow = RowOf<typeof grantTable>;

/** A grant with what is kept of it besides the rules. */
export type StoredGrant = Grant & {
  readonly organization: OrganizationId;
  readonly share: ShareId;
  readonly creator: PrincipalId;
  readonly createTime: Date;
};

export function toGrant(row: GrantRow): StoredGrant {
  return {
    organization: row.organization_id,
    share: row.share_id,
    object: row.object_id,
    privilege: row.privilege,
    kind: row.kind,
    bucket: row.bucket_id,
    creator: row.creator_id,
    createTime: row.create_time,
  };
}

export function toGrantRow(grant: StoredGrant): GrantRow {
  return {
    organization_id: grant.organization,
    share_id: grant.share,
    object_id: grant.object,
    privilege: grant.privilege,
    kind: grant.kind,
    bucket_id: grant.bucket,
    creator_id: grant.creator,
    create_time: grant.createTime,
  };
}
