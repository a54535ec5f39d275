import {
  type AliasesInTheWay,
  type BucketId,
  closedBuckets,
  isId,
  parseId,
  policies,
  type ProjectId,
  type Reach,
} from '@easement/domain';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { bucketOf } from '../grants/list-grants.ts';
import type { Objects } from '../peers/catalog.ts';
import type { AskedObject, Question } from './access-message.ts';
import { countHolders, type LinkedBucket, selectLinkedBuckets } from './reach-store.ts';
import { selectShownGrants, type ShownGrants, showsObject } from './shown-grants.ts';

/** How one question's object is reached from its project. */
export type Reached = {
  /** The bucket that it is, or is in; undefined where there is no such table. */
  readonly bucket: BucketId | undefined;
  readonly bucketExists: boolean;
  readonly reach: Reach;
  /** How many links hold the bucket; counted for drops alone. */
  readonly holders: number;
  /** The aliases that its drop would leave behind; looked for to drop alone. */
  readonly aliases: AliasesInTheWay;
};

/**
 * How each question's object is reached, in order. However many there are, each part of Easement is asked once; a bucket
 * that links keep from being dropped is not asked about, since it is there.
 */
export async function gatherReach(deps: Deps, call: Call, questions: readonly Question[]): Promise<Reached[]> {
  const organization = organizationOf(call);
  const places = await findPlaces(deps, call, questions);
  const buckets = [...new Set(places.flatMap(({ bucket }) => bucket ?? []))];
  const projects = [...new Set(questions.map(({ project }) => project))];
  const links = await selectLinkedBuckets(deps.db, call, organization, buckets, projects);
  const grants = await selectShownGrants(deps.db, call, organization, links);
  const [owners, holders] = await Promise.all([
    findOwners(deps, call, links, buckets),
    countHolders(deps.db, call, organization, [...new Set(places.flatMap(({ covering }) => covering))]),
  ]);
  return questions.map(({ project, object }, index) => {
    const { bucket, readBuckets, isHidden, covering, aliases } = places[index] ?? nowhere;
    const ways = links
      .filter((link) => link.bucket === bucket && link.project === project && showsObject(grants, link, object.id))
      .map((link) => ({ link: link.link, isClosed: isClosedBy(grants, link, readBuckets) }));
    const reach = bucket === undefined ? ({ kind: 'none' } as const) : reachOf(project, bucket, owners, ways);
    // What a link does not show is not there for who has the link alone.
    if (bucket === undefined || (isHidden && reach.kind !== 'owned')) return unreached;
    const held = covering.reduce((sum, one) => sum + (holders.get(one) ?? 0), 0);
    return { bucket, bucketExists: owners.has(bucket), reach, holders: held, aliases };
  });
}

const noAliases: AliasesInTheWay = { named: [], count: 0 };

const unreached: Reached = {
  bucket: undefined,
  bucketExists: false,
  reach: { kind: 'none' },
  holders: 0,
  aliases: noAliases,
};

/** Where the object of a question is. */
type ObjectPlace = {
  readonly bucket: BucketId | undefined;
  /** Of a view: the buckets of what it reads. */
  readonly readBuckets: readonly BucketId[];
  /** Whether links of the bucket hide it. */
  readonly isHidden: boolean;
  /** Of what is to be dropped: the buckets whose links stand in the way. */
  readonly covering: readonly BucketId[];
  /** Of what is to be dropped: the aliases that would be left behind. */
  readonly aliases: AliasesInTheWay;
};

const nowhere: ObjectPlace = { bucket: undefined, readBuckets: [], isHidden: false, covering: [], aliases: noAliases };

async function findPlaces({ catalog }: Deps, call: Call, questions: readonly Question[]): Promise<ObjectPlace[]> {
  const drops = questions.filter(({ action }) => action === 'drop').map(({ object }) => object.id);
  const objectIds = questions.flatMap(({ object }) => (object.kind === 'bucket' ? [] : [object.id]));
  const ids = [...drops, ...objectIds];
  const look = drops.length > 0 ? catalog.objectsToDrop : catalog.objects;
  const found = ids.length > 0 ? await look(call, ids) : undefined;
  return questions.map(({ object, action }) => {
    const place = object.kind === 'bucket' ? { ...nowhere, bucket: object.id } : placeOf(found, object);
    const { bucket } = place;
    if (bucket === undefined) return nowhere;
    if (action !== 'drop') return place;
    const { buckets = [], aliases = noAliases } = found?.covers.get(object.id) ?? {};
    return { ...place, covering: [...new Set([bucket, ...buckets])], aliases };
  });
}

/** The bucket that holds a table, view or function, what a view reads, and whether links never show it. */
function placeOf(found: Objects | undefined, { id }: AskedObject): ObjectPlace {
  const table = isId('table', id) ? found?.tables.get(parseId('table', id)) : undefined;
  const view = isId('view', id) ? found?.views.get(parseId('view', id)) : undefined;
  const bucket = found && bucketOf(found, id);
  const isHidden = table?.isHidden ?? view?.readsLink ?? false;
  return { ...nowhere, bucket, readBuckets: view?.readBuckets ?? [], isHidden };
}

/** The project that owns each bucket; a bucket that is gone has none. */
async function findOwners(
  { catalog }: Deps,
  call: Call,
  links: readonly LinkedBucket[],
  buckets: readonly BucketId[],
): Promise<ReadonlyMap<BucketId, ProjectId>> {
  const kept = links.filter(({ kind }) => policies[kind].dropWhileLinked === 'refused');
  const owners = new Map(kept.map(({ bucket, source }) => [bucket, source]));
  const unknown = buckets.filter((bucket) => !owners.has(bucket));
  if (unknown.length === 0) return owners;
  const found = await catalog.objects(call, unknown);
  for (const [bucket, { projectId }] of found.buckets) owners.set(bucket, parseId('project', projectId));
  return owners;
}

/** Whether the link is of a share that does not open all that the view reads. */
function isClosedBy(grants: ShownGrants, { bucket, share }: LinkedBucket, readBuckets: readonly BucketId[]): boolean {
  const held = grants.get(share);
  return held !== undefined && closedBuckets({ bucket, readBuckets }, held).length > 0;
}

type Way = Pick<Extract<Reach, { kind: 'linked' }>, 'link' | 'isClosed'>;

/** What a project owns it reaches as its own, even where it links it too. */
function reachOf(
  project: ProjectId,
  bucket: BucketId,
  owners: ReadonlyMap<BucketId, ProjectId>,
  ways: readonly Way[],
): Reach {
  if (owners.get(bucket) === project) return { kind: 'owned' };
  const way = ways.find(({ isClosed }) => !isClosed) ?? ways[0];
  return way && owners.has(bucket) ? { kind: 'linked', ...way } : { kind: 'none' };
}
