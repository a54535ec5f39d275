import { listAll } from '@easement/client';
import type { Bucket, Link } from '@easement/contracts';
import { usageError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { matchName } from './match.ts';
import { readBucketPath } from './path.ts';
import { findProject } from './projects.ts';

/** What a project calls a bucket: one of its own, or a link to another's. */
export type FoundBucket =
  | {
      readonly kind: 'own';
      readonly id: string;
      readonly name: string;
      readonly projectId: string;
      readonly bucket: Bucket;
    }
  | {
      readonly kind: 'linked';
      readonly id: string;
      readonly name: string;
      readonly projectId: string;
      readonly link: Link;
    };

export async function listOwnBuckets({ client, call }: Session, projectId: string): Promise<readonly Bucket[]> {
  return await collect(listAll(client.buckets.listBuckets, { projectId }, (page) => page.buckets, call));
}

export async function listProjectLinks(
  { client, call }: Session,
  projectId: string,
  only: { readonly showRemoved?: boolean; readonly outsideAudienceOnly?: boolean } = {},
): Promise<readonly Link[]> {
  const request = { parent: { case: 'projectId' as const, value: projectId }, ...only };
  return await collect(listAll(client.links.listLinks, request, (page) => page.links, call));
}

/** Buckets and links share one name space in a project. */
export async function listUsableBuckets(session: Session, projectId: string): Promise<readonly FoundBucket[]> {
  const [buckets, links] = await Promise.all([
    listOwnBuckets(session, projectId),
    listProjectLinks(session, projectId),
  ]);
  return [...buckets.map(ownBucket), ...links.filter((link) => !isSingle(link)).map(linkedBucket)];
}

/** Whether a link shows one object, under a name in a bucket of the project. */
export function isSingle({ objectId }: Link): boolean {
  return objectId !== '';
}

/** Finds a bucket or link by `bucket`, `project.bucket` or id. */
export async function findBucket(session: Session, text: string): Promise<FoundBucket> {
  const { client, call } = session;
  if (isId(text, 'lnk')) {
    const { link } = await client.links.getLink({ linkId: text }, call);
    if (link) return linkedBucket(link);
  }
  if (isId(text, 'bkt')) {
    const { bucket } = await client.buckets.getBucket({ bucketId: text }, call);
    if (bucket) return ownBucket(bucket);
  }
  const { project, bucket } = readBucketPath(text);
  const projectId = await findProject(session, project);
  const next = '`easement bucket list` shows its buckets and links';
  const usable = await listUsableBuckets(session, projectId);
  return matchName(usable, ({ name }) => name, bucket, { kind: 'bucket or link', where: 'in the project', next });
}

/** The same, where only a link will do. */
export async function findLink(session: Session, text: string): Promise<Extract<FoundBucket, { kind: 'linked' }>> {
  const found = await findBucket(session, text);
  if (found.kind === 'linked') return found;
  throw usageError(
    `${found.name} is a bucket of the project's own, not a link`,
    '`easement bucket` has what is done with it',
  );
}

function ownBucket(bucket: Bucket): FoundBucket {
  return { kind: 'own', id: bucket.id, name: bucket.name, projectId: bucket.projectId, bucket };
}

function linkedBucket(link: Link): FoundBucket {
  return { kind: 'linked', id: link.id, name: link.name, projectId: link.projectId, link };
}
