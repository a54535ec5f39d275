import { AccessService, ReachService } from '@easement/contracts';
import {
  assertProjectRole,
  covers,
  effectiveRole,
  type LinkId,
  maySeeInside,
  nameKey,
  newId,
  parseId,
  parsePrincipalId,
  type PrincipalId,
} from '@easement/domain';
import { type Call, internal, principalOf, type Routes } from '@easement/rpc';
import type { FakeBucket } from './fake-catalog.ts';
import type { FakeDirectory, FakeProject } from './fake-directory.ts';
import { fakeService } from './fake-gateway.ts';
import { type Stepping, stepsAround } from './stepping.ts';

export type FakeLink = {
  readonly id: LinkId;
  readonly name: string;
  readonly project: FakeProject;
  readonly bucket: FakeBucket;
  /** Where it shows granted objects alone: their ids, which a spec may add to and take from. */
  readonly granted?: Set<string> | undefined;
};

/** The RPCs that a spec may step into. */
export type LinksMethod = 'resolveNames' | 'findReach';

/** What stands in for sharing-service towards query-service: live links, and who may read through them. */
export type FakeLinks = Stepping<LinksMethod> & {
  readonly routes: Routes;
  readonly add: (project: FakeProject, name: string, bucket: FakeBucket, granted?: Set<string>) => FakeLink;
  readonly remove: (link: FakeLink) => void;
};

export function fakeLinks(directory: FakeDirectory): FakeLinks {
  const links = new Map<string, FakeLink>();
  const steps = stepsAround<LinksMethod>();
  const reachOf = (link: FakeLink, principal: PrincipalId, call: Call) => {
    const standing = directory.standingOf(call, principal, link.project.id);
    if (!maySeeInside(standing)) return [];
    const [readsRows, writes] = [covers(effectiveRole(standing), 'read'), covers(effectiveRole(standing), 'write')];
    const { id: linkId, project, bucket } = link;
    const places = { projectId: project.id, bucketId: bucket.id, sourceProjectId: bucket.project.id };
    return [{ linkId, ...places, readsRows, writes, ...shownBy(link) }];
  };
  const access = fakeService(AccessService, {
    resolveNames: steps.around('resolveNames', ({ projectId, names, bucketIds }, call) => {
      const project = parseId('project', projectId);
      assertProjectRole(directory.standingOf(call, principalOf(call).principal, project), 'read', 'reading');
      const mine = [...links.values()].filter((link) => link.project.id === project);
      const byName = names.map((name) => resolved(name, findNamed(mine, name)));
      const byBucket = bucketIds.flatMap((id) => {
        const showing = mine.filter((link) => link.bucket.id === id);
        return showing.length === 0 ? [resolved(id, undefined)] : showing.map((link) => resolved(id, link));
      });
      return { names: [...byName, ...byBucket] };
    }),
  });
  const reach = internal(
    ReachService,
    {
      findReach: steps.around('findReach', ({ principalId, bucketIds, linkIds }, call) => {
        const asked = [...links.values()].filter(
          ({ id, bucket }) => linkIds.includes(id) || bucketIds.includes(bucket.id),
        );
        return { reaches: asked.flatMap((link) => reachOf(link, parsePrincipalId(principalId), call)) };
      }),
      countLinks: async () => ({}),
    },
    ['query'],
  );
  return {
    ...steps,
    routes: [access, reach],
    add: (project, name, bucket, granted) => {
      const link = { id: newId('link'), name, project, bucket, granted };
      links.set(link.id, link);
      return link;
    },
    remove: ({ id }) => void links.delete(id),
  };
}

function findNamed(links: readonly FakeLink[], name: string): FakeLink | undefined {
  return links.find((link) => nameKey(link.name) === nameKey(name));
}

function resolved(name: string, link: FakeLink | undefined) {
  if (!link) return { name };
  const { id: linkId, bucket, name: linkName } = link;
  return { name, linkId, linkName, bucketId: bucket.id, sourceProjectId: bucket.project.id, ...shownBy(link) };
}

function shownBy({ granted }: FakeLink) {
  return granted === undefined ? {} : { onlyGranted: true, grantedIds: [...granted] };
}
