import type { BucketId, GuardFacts, HoldFacts, LinkId, ProjectFacts, ProjectId } from '@easement/domain';
import type { Call } from '@easement/rpc';

export type KnownHold = { readonly link: LinkId; readonly project: ProjectId | undefined; readonly facts: HoldFacts };

export type KnownProject = {
  readonly id: ProjectId;
  readonly guard: GuardFacts;
  readonly bucketCount: number;
};

/** A part of a list, and where the next one begins; undefined after the last. */
export type Part<T> = { readonly found: readonly T[]; readonly next: string | undefined };

/** What the other services keep of what is kept here too, for comparing the two after a restore. */
export type Inventory = {
  /** The project that has each bucket; buckets that are not there are left out. */
  readonly bucketOwners: (call: Call, buckets: readonly BucketId[]) => Promise<ReadonlyMap<BucketId, ProjectId>>;
  /** What the catalog keeps of these links; of those that it never heard of, nothing. */
  readonly holdsOf: (call: Call, links: readonly LinkId[]) => Promise<ReadonlyMap<LinkId, HoldFacts>>;
  /** The holds that are placed, in the order of their links. */
  readonly placedHolds: (call: Call, size: number, after: string) => Promise<Part<KnownHold>>;
  /** The projects that the catalog knows, in the order of their ids. */
  readonly catalogProjects: (call: Call, size: number, after: string) => Promise<Part<KnownProject>>;
  /** Opens the project in the catalog again, whose deletion has ended up to this attempt. */
  readonly reopenInCatalog: (call: Call, project: ProjectId, attempt: number) => Promise<void>;
  /** What identity-service says of these projects; those that it does not have are left out. */
  readonly projects: (call: Call, ids: readonly ProjectId[]) => Promise<ReadonlyMap<ProjectId, ProjectFacts>>;
  /** Deletes the project in identity-service, or asks whether that may be. */
  readonly finishDeletion: (call: Call, project: ProjectId, validateOnly: boolean) => Promise<void>;
};
