import type { Bucket } from '@easement/contracts';
import type {
  AliasesInTheWay,
  BucketId,
  FunctionId,
  LinkId,
  ObjectId,
  ShareKind,
  TableId,
  ViewId,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { StoredLink } from '../links/link.table.ts';

export type ViewFacts = {
  readonly bucket: BucketId;
  readonly readBuckets: readonly BucketId[];
  readonly readsLink: boolean;
};

export type Objects = {
  readonly buckets: ReadonlyMap<BucketId, Bucket>;
  /** The bucket of each table, and whether links of that hide the table. */
  readonly tables: ReadonlyMap<
    TableId,
    { readonly bucket: BucketId; readonly isHidden: boolean; readonly byteCount: bigint }
  >;
  /** The bucket of each view, what it reads by whichever other views, and whether that comes in by a link. */
  readonly views: ReadonlyMap<ViewId, ViewFacts>;
  readonly functions: ReadonlyMap<FunctionId, { readonly bucket: BucketId }>;
  /** Of what is to be dropped, and aliases show. */
  readonly covers: ReadonlyMap<string, Cover>;
};

/** How aliases keep an object from being dropped. */
export type Cover = {
  /** The buckets that hold them: their links stand in the way, as those of its own bucket do. */
  readonly buckets: readonly BucketId[];
  /** Those that would be left behind. */
  readonly aliases: AliasesInTheWay;
};

/** catalog-service: what there is, the names in projects, and the holds that keep linked buckets from being dropped. */
export type Catalog = {
  /** Those that the organization does not have are left out. */
  readonly objects: (call: Call, ids: readonly (BucketId | ObjectId)[]) => Promise<Objects>;
  /** The same, with their covers. */
  readonly objectsToDrop: (call: Call, ids: readonly (BucketId | ObjectId)[]) => Promise<Objects>;
  /** Who has these names where a link would have its own: in a project, or a bucket. Those that are free are left out. */
  readonly ownersOfNames: (
    call: Call,
    place: Pick<StoredLink, 'project' | 'target'>,
    names: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
  /** Holds the bucket and reserves the link's name, or neither. The same link again answers the same. */
  readonly placeHold: (call: Call, link: StoredLink, kind: ShareKind) => Promise<void>;
  /** Ends the holds and frees the names; a hold of these links that comes later is refused. */
  readonly releaseHolds: (call: Call, links: readonly LinkId[]) => Promise<void>;
  /** Gives a link that is `renaming` exactly its next name in its project. */
  readonly rename: (call: Call, link: StoredLink, name: string) => Promise<void>;
};
