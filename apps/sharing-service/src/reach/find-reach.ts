import type { ReachService } from '@easement/contracts';
import { covers, effectiveRole, isId, maySeeInside, parseId, parsePrincipalId, type Standing } from '@easement/domain';
import { type Call, type Handler, organizationOf } from '@easement/rpc';
import { type LinkedBucket, selectLinkedBuckets, selectLinks } from '../access/reach-store.ts';
import { selectShownGrants, type ShownGrants } from '../access/shown-grants.ts';
import { toShown } from '../access/shown-message.ts';
import type { Deps } from '../deps.ts';

/**
 * A bucket may have any number of links, so it is asked for in the principal's projects alone. Links that are named are
 * answered to support too, who sees them but reads no rows.
 */
export function findReach(deps: Deps): Handler<typeof ReachService.method.findReach> {
  return async ({ principalId, bucketIds, linkIds }, call) => {
    const principal = parsePrincipalId(principalId);
    const [byBucket, named] = await Promise.all([
      findByBucket(deps, call, principal, bucketIds),
      selectLinks(deps.db, call, organizationOf(call), linkIds),
    ]);
    const places = named.map(({ project }) => ({ principal, project }));
    const standings = await deps.directory.standings(call, places);
    const grants = await selectShownGrants(deps.db, call, organizationOf(call), named);
    const byLink = named.flatMap((link, place) => toReach(link, standings[place], grants) ?? []);
    const reaches = new Map([...byBucket, ...byLink].map((reach) => [reach.linkId, reach]));
    return { reaches: [...reaches.values()] };
  };
}

async function findByBucket(
  { db, directory }: Deps,
  call: Call,
  principal: Standing['principal'],
  bucketIds: readonly string[],
) {
  const buckets = bucketIds.filter((id) => isId('bucket', id)).map((id) => parseId('bucket', id));
  if (buckets.length === 0) return [];
  const standings = new Map(
    (await directory.everywhere(call, principal)).map((standing) => [standing.project, standing]),
  );
  const links = await selectLinkedBuckets(db, call, organizationOf(call), buckets, [...standings.keys()]);
  const grants = await selectShownGrants(db, call, organizationOf(call), links);
  return links.flatMap((link) => toReach(link, standings.get(link.project), grants) ?? []);
}

function toReach(way: LinkedBucket, standing: Standing | undefined, grants: ShownGrants) {
  if (!standing || !maySeeInside(standing)) return undefined;
  const role = effectiveRole(standing);
  const { link, project, bucket, source } = way;
  return {
    linkId: link,
    projectId: project,
    bucketId: bucket,
    sourceProjectId: source,
    readsRows: covers(role, 'read'),
    writes: covers(role, 'write'),
    ...toShown(grants, way),
  };
}
