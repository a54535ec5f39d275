import { listAll } from '@easement/client';
import type { Bucket, Link } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { isSingle, listProjectLinks } from './links.ts';
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

/** Buckets and links share one name space in a project. */
export async function listUsableBuckets(session: Session, projectId: string): Promise<readonly FoundBucket[]> {
  const [buckets, links] = await Promise.all([
    listOwnBuckets(session, projectId),
    listProjectLinks(session, projectId),
  ]);
  return [...buckets.map(ownBucket), ...links.filter((link) => !isSingle(link)).map(linkedBucket)];
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

/** Whose objects are listed: those of a bucket, or what a link shows. */
export type BucketParent = { readonly case: 'bucketId' | 'linkId'; readonly value: string };

export function parentOf({ kind, id }: FoundBucket): BucketParent {
  return { case: kind === 'own' ? 'bucketId' : 'linkId', value: id };
}

function ownBucket(bucket: Bucket): FoundBucket {
  return { kind: 'own', id: bucket.id, name: bucket.name, projectId: bucket.projectId, bucket };
}

function linkedBucket(link: Link): FoundBucket {
  return { kind: 'linked', id: link.id, name: link.name, projectId: link.projectId, link };
}
