import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Bucket, OfferSchema } from '@easement/contracts';
import { type BucketId, covers, effectiveRole, type ProjectId, showsSource, type Standing } from '@easement/domain';
import type { StoredLink } from '../links/link.table.ts';
import type { KnownPrincipal } from '../peers/directory.ts';
import { types } from '../shares/audience-message.ts';
import type { StoredShare } from '../shares/share.table.ts';

export type OfferFacts = {
  /** The caller's in the project that might link. */
  readonly standing: Standing;
  readonly buckets: ReadonlyMap<BucketId, Bucket>;
  readonly providers: ReadonlyMap<ProjectId, string>;
  readonly sharers: ReadonlyMap<string, KnownPrincipal>;
  /** Which names of buckets are taken in the project. */
  readonly takenNames: ReadonlyMap<string, string>;
  /** The link that the project has to the share. */
  readonly link: StoredLink | undefined;
};

/** Undefined where the bucket is gone, and the share with it. */
export function toOfferMessage(
  share: StoredShare,
  { standing, buckets, providers, sharers, takenNames, link }: OfferFacts,
): MessageInitShape<typeof OfferSchema> | undefined {
  const bucket = buckets.get(share.bucket);
  if (!bucket) return undefined;
  const mayWrite = covers(effectiveRole(standing), 'write');
  const shown = link && showsSource(link.state) ? link : undefined;
  return {
    shareId: share.id,
    shareName: share.name,
    providerProjectId: share.project,
    providerProjectName: providers.get(share.project) ?? '',
    bucketName: bucket.name,
    description: bucket.description,
    comment: share.comment,
    byteCount: bucket.byteCount,
    tableCount: bucket.tableCount,
    sharedBy: share.creator,
    sharedByName: sharers.get(share.creator)?.name ?? '',
    shareTime: timestampFromDate(share.createTime),
    linkable: mayWrite && link === undefined,
    lacking: mayWrite ? [] : ['write'],
    nameTaken: takenNames.has(bucket.name),
    linkId: shown?.id ?? '',
    linkName: shown?.name ?? '',
    audienceType: types[share.audience.kind],
  };
}
