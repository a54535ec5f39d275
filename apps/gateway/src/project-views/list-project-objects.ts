import { type Link, LinkService, ObjectService, type ProjectViewService } from '@easement/contracts';
import { asService, type Call, type Handler, onBehalf, type Peer, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { lookInside } from './look-inside.ts';
import { toProjectObject } from './project-object-message.ts';
import { orUnreachable, unreachableOf } from './reachable.ts';

const linksPerPage = 1_000;
const mostLinks = 10_000;

export function listProjectObjects({ dial }: Deps): Handler<typeof ProjectViewService.method.listProjectObjects> {
  const look = lookInside(dial);
  const catalog = dial('catalog', ObjectService);
  const links = dial('sharing', LinkService);
  return async ({ projectId, pageSize, pageToken }, call) => {
    await look(call, projectId);
    const linked = await orUnreachable(linksOf(links, projectId, call));
    const byBucket = new Map((linked.answer ?? []).map((link) => [link.bucketId, link]));
    const { principal } = principalOf(call);
    const { objects, nextPageToken } = await catalog.listObjects(
      { principalId: principal, projectId, linkedBucketIds: [...byBucket.keys()], pageSize, pageToken },
      asService(call),
    );
    return {
      objects: objects.flatMap((object) => toProjectObject(object, projectId, byBucket)),
      nextPageToken,
      unreachable: unreachableOf([linked]),
    };
  };
}

async function linksOf(links: Peer<typeof LinkService>, projectId: string, call: Call): Promise<Link[]> {
  const found: Link[] = [];
  let pageToken = '';
  do {
    const page = await links.listLinks(
      { parent: { case: 'projectId', value: projectId }, pageSize: linksPerPage, pageToken },
      onBehalf(call),
    );
    found.push(...page.links);
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && found.length < mostLinks);
  return found;
}
