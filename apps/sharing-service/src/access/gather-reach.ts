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
  const places = await findPlaces(deps, call, questions);
  const buckets = [...new Set(places.flatMap(({ bucket }) => bucket ?? []))];
  const projects = [...new Set(questions.map(({ project }) => project))];
  const links = await selectLinkedBuckets(deps.db, call, organization, buckets, projects);
  const [owners, holders] = await Promise.all([
    findOwners(deps, call, links, buckets),
    countHolders(deps.db, call, organization, [...new Set(places.flatMap(({ covering }) => covering))]),
  ]);
  return questions.map(({ project }, index) => {
    const { bucket, isHidden, covering } = places[index] ?? nowhere;
    const reach = bucket === undefined ? ({ kind: 'none' } as const) : reachOf(project, bucket, owners, links);
    // What a link does not show is not there for who has the link alone.
    if (bucket === undefined || (isHidden && reach.kind !== 'owned')) return unreached;
    const held = covering.reduce((sum, one) => sum + (holders.get(one) ?? 0), 0);
    return { bucket, bucketExists: owners.has(bucket), reach, holders: held };
  });
}

const unreached: Reached = { bucket: undefined, bucketExists: false, reach: { kind: 'none' }, holders: 0 };

/** Where the object of a question is. */
type ObjectPlace = {
  readonly bucket: BucketId | undefined;
  /** Whether links of the bucket hide it. */
  readonly isHidden: boolean;
  /** Of what is to be dropped: the buckets whose links stand in the way. */
  readonly covering: readonly BucketId[];
};

const nowhere: ObjectPlace = { bucket: undefined, isHidden: false, covering: [] };

async function findPlaces({ catalog }: Deps, call: Call, questions: readonly Question[]): Promise<ObjectPlace[]> {
  const drops = questions.filter(({ action }) => action === 'drop').map(({ object }) => object.id);
  const tableIds = questions.flatMap(({ object }) => (object.kind === 'table' ? [object.id] : []));
  const ids = [...drops, ...tableIds];
  const look = drops.length > 0 ? catalog.objectsToDrop : catalog.objects;
  const found = ids.length > 0 ? await look(call, ids) : undefined;
  return questions.map(({ object, action }) => {
    const table = object.kind === 'table' ? found?.tables.get(object.id) : undefined;
    const bucket = object.kind === 'table' ? table?.bucket : object.id;
    if (bucket === undefined) return nowhere;
    const covering = action === 'drop' ? [...new Set([bucket, ...(found?.covers.get(object.id) ?? [])])] : [];
    return { bucket, isHidden: table?.isHidden ?? false, covering };
  });
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
