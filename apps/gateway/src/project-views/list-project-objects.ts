import { ObjectService, type ProjectViewService } from '@easement/contracts';
import { asService, type Handler, peerUnavailable, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { grantedOf, liveLinks } from './live-links.ts';
import { lookInside } from './look-inside.ts';
import { toLinkedBucket, toProjectObject } from './project-object-message.ts';
import { orUnreachable, unreachableOf } from './reachable.ts';

/** What a page holds at most, whoever makes it. */
const mostPerPage = 1_000;

export function listProjectObjects({ dial }: Deps): Handler<typeof ProjectViewService.method.listProjectObjects> {
  const look = lookInside(dial);
  const linksOf = liveLinks(dial);
  const catalog = dial('catalog', ObjectService);
  return async ({ projectId, pageSize, pageToken }, call) => {
    await look(call, projectId);
    const linked = await orUnreachable('sharing', linksOf(call, projectId));
    const byBucket = Map.groupBy(linked.answer ?? [], ({ bucketId }) => bucketId);
    const { principal } = principalOf(call);
    const linkedBucketIds = [...byBucket.keys()];
    const granted = grantedOf(byBucket);
    const asked = { principalId: principal, projectId, linkedBucketIds, granted, pageSize, pageToken };
    const listed = await orUnreachable('catalog', catalog.listObjects(asked, asService(call)));
    // A first page without the catalog tells of the links; a later one would tell nothing, or the same again.
    if (listed.unreachable !== undefined && pageToken !== '') throw peerUnavailable(listed.unreachable);
    return {
      objects: listed.answer
        ? listed.answer.objects.flatMap((object) => toProjectObject(object, projectId, byBucket))
        : (linked.answer ?? []).slice(0, mostPerPage).map(toLinkedBucket),
      nextPageToken: listed.answer?.nextPageToken ?? '',
      unreachable: unreachableOf([linked, listed]),
    };
  };
}
