import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ShareKind as KindMessage, type ShareSchema } from '@easement/contracts';
import { etagOf, type ShareKind } from '@easement/domain';
import type { LinkCounts } from '../links/linkers.ts';
import { toAudienceMessage } from './audience-message.ts';
import type { StoredShare } from './share.table.ts';

export type ShareInit = MessageInitShape<typeof ShareSchema>;

export function toShareMessage(share: StoredShare, counts: LinkCounts = { links: 0, outside: 0 }): ShareInit {
  return {
    id: share.id,
    name: share.name,
    organizationId: share.organization,
    projectId: share.project,
    kind: kinds[share.kind],
    ...toContent(share),
    comment: share.comment,
    audience: toAudienceMessage(share.audience),
    linkCount: counts.links,
    outsideAudienceCount: counts.outside,
    etag: etagOf(share),
    createTime: timestampFromDate(share.createTime),
    updateTime: timestampFromDate(share.updateTime),
    creatorId: share.creator,
  };
}

function toContent({ kind, bucket, project: projectId }: StoredShare) {
  const bucketId: string = bucket ?? '';
  switch (kind) {
    case 'bucket':
      return { bucket: { bucketId } };
    case 'grants':
      return { grants: { projectId, bucketId } };
  }
}

export const kinds: Readonly<Record<ShareKind, KindMessage>> = {
  bucket: KindMessage.BUCKET,
  grants: KindMessage.GRANTS,
};
