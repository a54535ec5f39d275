import { ReachService } from '@easement/contracts';
import type { BucketId, LinkId, PrincipalId, ProjectId } from '@easement/domain';
import { internal, type Routes } from '@easement/rpc';

/** A link as ReachService tells of it to whom it lets reach the bucket. */
export type FakeReach = {
  readonly principal: PrincipalId;
  readonly link: LinkId;
  readonly project: ProjectId;
  readonly bucket: BucketId;
  readonly sourceProject: ProjectId;
  readonly readsRows?: boolean;
  readonly writes?: boolean;
  /** Of a link to granted objects alone: those. */
  readonly granted?: Iterable<string>;
};

/** What stands in for sharing-service towards catalog-service: the live links are those that the spec has told it. */
export type FakeReaches = {
  readonly routes: Routes;
  readonly add: (reach: FakeReach) => void;
  readonly remove: (link: LinkId) => void;
  /** How often FindReach was asked. */
  readonly asked: () => number;
};

export function fakeReaches(): FakeReaches {
  let reaches: readonly FakeReach[] = [];
  let asked = 0;
  const service = internal(
    ReachService,
    {
      findReach: async ({ principalId, bucketIds, linkIds }) => {
        asked += 1;
        const found = reaches.filter(
          ({ principal, link, bucket }) =>
            principal === principalId && (bucketIds.includes(bucket) || linkIds.includes(link)),
        );
        return { reaches: found.map(toReach) };
      },
      countLinks: async ({ bucketIds }) => ({
        buckets: bucketIds
          .map((bucketId) => ({
            bucketId,
            projectIds: [...new Set(reaches.filter(({ bucket }) => bucket === bucketId).map(({ project }) => project))],
          }))
          .filter(({ projectIds }) => projectIds.length > 0),
      }),
    },
    ['catalog'],
  );
  return {
    routes: [service],
    add: (reach) => void (reaches = [...reaches, reach]),
    remove: (link) => void (reaches = reaches.filter((reach) => reach.link !== link)),
    asked: () => asked,
  };
}

function toReach(reach: FakeReach) {
  const { link, project, bucket, sourceProject, readsRows = true, writes = false, granted } = reach;
  return {
    linkId: link,
    projectId: project,
    bucketId: bucket,
    sourceProjectId: sourceProject,
    readsRows,
    writes,
    onlyGranted: granted !== undefined,
    grantedIds: [...(granted ?? [])],
  };
}
