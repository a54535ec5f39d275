import { type BucketId, parseId, type ProjectId, type Reach } from '@easement/domain';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Question } from './access-message.ts';
import { countHolders, type LinkedBucket, selectLinkedBuckets } from './reach-store.ts';

/** How one question's object is reached from its project. */
export type Reached = {
  /** The bucket that it is, or is in; undefined where there is no such table. */
  readonly bucket: BucketId | undefined;
  readonly bucketExists: boolean;
  readonly reach: Reach;
  /** How many links hold the bucket; counted for drops alone. */
  readonly holders: number;
};

/**
 * How each question's object is reached, in order. However many there are, each part of Easement is asked once; a bucket
 * that is linked is not asked about, since what is linked is there.
 */
export async function gatherReach(deps: Deps, call: Call, questions: readonly Question[]): Promise<Reached[]> {
  const organization = organizationOf(call);
  const bucketOf = await findBuckets(deps, call, questions);
  const buckets = [...new Set(bucketOf.filter((bucket) => bucket !== undefined))];
  const projects = [...new Set(questions.map(({ project }) => project))];
  const links = await selectLinkedBuckets(deps.db, call, organization, buckets, projects);
  const dropped = questions.flatMap(({ action }, place) => (action === 'drop' ? (bucketOf[place] ?? []) : []));
  const [owners, holders] = await Promise.all([
    findOwners(deps, call, links, buckets),
    countHolders(deps.db, call, organization, [...new Set(dropped)]),
  ]);
  return questions.map(({ project, action }, place) => {
    const bucket = bucketOf[place];
    if (bucket === undefined) return { bucket, bucketExists: false, reach: { kind: 'none' }, holders: 0 };
    return {
      bucket,
      bucketExists: owners.has(bucket),
      reach: reachOf(project, bucket, owners, links),
      holders: action === 'drop' ? (holders.get(bucket) ?? 0) : 0,
    };
  });
}

async function findBuckets(
  { catalog }: Deps,
  call: Call,
  questions: readonly Question[],
): Promise<(BucketId | undefined)[]> {
  const ids = questions.flatMap(({ object }) => (object.kind === 'table' ? [object.id] : []));
  const tables = ids.length === 0 ? undefined : (await catalog.objects(call, ids)).tables;
  return questions.map(({ object }) => (object.kind === 'bucket' ? object.id : tables?.get(object.id)));
}

/** The project that owns each bucket; a bucket that is gone has none. */
async function findOwners(
  { catalog }: Deps,
  call: Call,
  links: readonly LinkedBucket[],
  buckets: readonly BucketId[],
): Promise<ReadonlyMap<BucketId, ProjectId>> {
  const owners = new Map(links.map(({ bucket, source }) => [bucket, source]));
  const unknown = buckets.filter((bucket) => !owners.has(bucket));
  if (unknown.length === 0) return owners;
  const found = await catalog.objects(call, unknown);
  for (const [bucket, { projectId }] of found.buckets) owners.set(bucket, parseId('project', projectId));
  return owners;
}

/** What a project owns it reaches as its own, even where it links it too. */
function reachOf(
  project: ProjectId,
  bucket: BucketId,
  owners: ReadonlyMap<BucketId, ProjectId>,
  links: readonly LinkedBucket[],
): Reach {
  if (owners.get(bucket) === project) return { kind: 'owned' };
  const way = links.find((link) => link.bucket === bucket && link.project === project);
  return way ? { kind: 'linked', link: way.link } : { kind: 'none' };
}
