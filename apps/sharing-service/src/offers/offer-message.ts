import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Bucket, OfferSchema } from '@easement/contracts';
import {
  type BucketId,
  covers,
  effectiveRole,
  type Grant,
  policies,
  type ProjectId,
  type ShareId,
  showsSource,
  type Standing,
  usedBucket,
} from '@easement/domain';
import type { StoredLink } from '../links/link.table.ts';
import type { KnownPrincipal } from '../peers/directory.ts';
import { types } from '../shares/audience-message.ts';
import { kinds } from '../shares/share-message.ts';
import type { StoredShare } from '../shares/share.table.ts';

export type OfferFacts = {
  /** The caller's in the project that might link. */
  readonly standing: Standing;
  readonly buckets: ReadonlyMap<BucketId, Bucket>;
  /** What shares of kind `grants` hold, and the tables among it that are there. */
  readonly grants: ReadonlyMap<ShareId, readonly Grant[]>;
  readonly tables: ReadonlyMap<string, { readonly byteCount: bigint }>;
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
  { standing, buckets, grants, tables, providers, sharers, takenNames, link }: OfferFacts,
): MessageInitShape<typeof OfferSchema> | undefined {
  const bucket = share.bucket === undefined ? undefined : buckets.get(share.bucket);
  if (!bucket && share.bucket !== undefined) return undefined;
  const mayWrite = covers(effectiveRole(standing), 'write');
  const holds = grants.get(share.id) ?? [];
  const isEmpty = policies[share.kind].shows === 'granted_objects' && usedBucket(holds) === undefined;
  const shown = link && showsSource(link.state) ? link : undefined;
  return {
    shareId: share.id,
    shareName: share.name,
    providerProjectId: share.project,
    providerProjectName: providers.get(share.project) ?? '',
    bucketName: isEmpty ? '' : (bucket?.name ?? ''),
    description: isEmpty ? '' : (bucket?.description ?? ''),
    comment: share.comment,
    ...(policies[share.kind].shows === 'whole_bucket' ? sizeOfBucket(bucket) : sizeOfGrants(holds, tables)),
    sharedBy: share.creator,
    sharedByName: sharers.get(share.creator)?.name ?? '',
    shareTime: timestampFromDate(share.createTime),
    linkable: mayWrite && !isEmpty && link === undefined,
    lacking: [...(mayWrite ? [] : ['write']), ...(isEmpty ? ['usage'] : [])],
    nameTaken: bucket !== undefined && !isEmpty && takenNames.has(bucket.name),
    linkId: shown?.id ?? '',
    linkName: shown?.name ?? '',
    audienceType: types[share.audience.kind],
    kind: kinds[share.kind],
  };
}

function sizeOfBucket(bucket: Bucket | undefined) {
  return { byteCount: bucket?.byteCount ?? 0n, tableCount: bucket?.tableCount ?? 0 };
}

/** Of what is granted, not of what else is in the bucket. */
function sizeOfGrants(grants: readonly Grant[], tables: OfferFacts['tables']) {
  const granted = grants.flatMap(({ object }) => tables.get(object) ?? []);
  return { byteCount: granted.reduce((sum, { byteCount }) => sum + byteCount, 0n), tableCount: granted.length };
}
