import { listAll } from '@easement/client';
import type { Link, ListLinksRequest } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';

type Only = Partial<Pick<ListLinksRequest, 'showRemoved' | 'outsideAudienceOnly' | 'targetBucketId'>>;

export async function listProjectLinks(
  { client, call }: Session,
  projectId: string,
  only: Only = {},
): Promise<readonly Link[]> {
  const request = { parent: { case: 'projectId' as const, value: projectId }, ...only };
  return await collect(listAll(client.links.listLinks, request, (page) => page.links, call));
}

/** Whether a link shows one object, under a name in a bucket of the project, and not a bucket under a name of its own. */
export function isSingle({ objectId }: Link): boolean {
  return objectId !== '';
}
