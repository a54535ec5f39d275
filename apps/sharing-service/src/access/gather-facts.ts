import type { AccessFacts, BucketId, Offered, ProjectId, Reach } from '@easement/domain';
import { maySeeShare, parseId } from '@easement/domain';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findLinksToBuckets } from '../links/link-store.ts';
import type { KnownStanding } from '../peers/directory.ts';
import { findSharesOfBuckets } from '../shares/share-store.ts';
import type { Question } from './access-message.ts';
import { countHolders, type LinkedBucket, selectLinkedBuckets } from './reach-store.ts';

/** A question with what identity-service says of whom it is about. */
export type Asked = Question & { readonly standing: KnownStanding };

/**
 * What decides each question, in order. However many there are, each part of Easement is asked once; a bucket that is
 * linked is not asked about, since what is linked is there.
 */
export async function gatherFacts(deps: Deps, call: Call, asked: readonly Asked[]): Promise<AccessFacts[]> {
  const organization = organizationOf(call);
  const bucketOf = await findBuckets(deps, call, asked);
  const buckets = [...new Set(bucketOf.filter((bucket) => bucket !== undefined))];
  const projects = [...new Set(asked.map(({ project }) => project))];
  const links = await selectLinkedBuckets(deps.db, call, organization, buckets, projects);
  const owners = await findOwners(deps, call, links, buckets);
  const holders = await countHolders(deps.db, call, organization, bucketsOf(asked, bucketOf, 'drop'));
  const offers = await findOffers(deps, call, asked, bucketOf, owners);
  return asked.map(({ standing, object, project, action }, place) => {
    const bucket = bucketOf[place];
    const reach = bucket === undefined ? unreached : reachOf(project, bucket, owners, links);
    const blockingLinks = action === 'drop' && bucket !== undefined ? (holders.get(bucket) ?? 0) : 0;
    return { standing, reach, object, blockingLinks, offer: offers[place] };
  });
}

const unreached: Reach = { kind: 'none' };

/** The bucket that each question is about; undefined for a table that there is not. */
async function findBuckets({ catalog }: Deps, call: Call, asked: readonly Asked[]): Promise<(BucketId | undefined)[]> {
  const ids = asked.flatMap(({ object }) => (object.kind === 'table' ? [object.id] : []));
  const tables = ids.length === 0 ? undefined : (await catalog.objects(call, ids)).tables;
  return asked.map(({ object }) => (object.kind === 'bucket' ? object.id : tables?.get(object.id)));
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
  return way ? { kind: 'linked', link: way.link } : unreached;
}

/** For the questions whether something may be linked: the share that offers it, and whether it is linked already. */
async function findOffers(
  deps: Deps,
  call: Call,
  asked: readonly Asked[],
  bucketOf: readonly (BucketId | undefined)[],
  owners: ReadonlyMap<BucketId, ProjectId>,
): Promise<(Offered | undefined)[]> {
  const organization = organizationOf(call);
  const buckets = bucketsOf(asked, bucketOf, 'link').filter((bucket) => owners.has(bucket));
  if (buckets.length === 0) return [];
  const projects = [...new Set(asked.map(({ project }) => project))];
  const { shares, links } = await deps.db.read(call, async (tx) => ({
    shares: await findSharesOfBuckets(tx, organization, buckets),
    links: await findLinksToBuckets(tx, organization, buckets, projects),
  }));
  const offers: (Offered | undefined)[] = [];
  for (const [place, { action, project, standing }] of asked.entries()) {
    const share = action === 'link' ? shares.find(({ bucket }) => bucket === bucketOf[place]) : undefined;
    if (!share) continue;
    const link = links.find((one) => one.share === share.id && one.project === project);
    const known = maySeeShare(share, [standing]);
    offers[place] = { share, standings: known ? [] : await findStandings(deps, call, standing, share.project), link };
  }
  return offers;
}

/** All that may make a share visible to a principal beside its standing here. */
async function findStandings({ directory }: Deps, call: Call, { principal }: KnownStanding, source: ProjectId) {
  const [atSource, everywhere] = await Promise.all([
    directory.standing(call, principal, source),
    directory.everywhere(call, principal),
  ]);
  return [atSource, ...everywhere];
}

function bucketsOf(
  asked: readonly Asked[],
  bucketOf: readonly (BucketId | undefined)[],
  action: Question['action'],
): BucketId[] {
  return [...new Set(asked.flatMap((question, place) => (question.action === action ? (bucketOf[place] ?? []) : [])))];
}
