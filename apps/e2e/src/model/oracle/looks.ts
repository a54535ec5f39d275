import type { Look } from '../act.ts';
import { fold, isLive, type Link, living, type Person, type Share, type Table, there, type World } from '../world.ts';
import { refuseName } from './names.ts';
import {
  bucketOf,
  linksOfShare,
  nameOwner,
  ownerInBucket,
  objection,
  reachOf,
  shareThere,
  shows,
  usedBucket,
  visibleLink,
  visibleShare,
} from './sight.ts';
import { may, refuseLookInside, refuseRole, seesInside } from './standing.ts';
import { grant, refuse, type Verdict } from './verdict.ts';
import { isHidden, shownOf, tablesOf, viewBucket, viewLink, viewShare, viewTable } from './views.ts';

type Of<K extends Look['kind']> = Extract<Look, { readonly kind: K }>;

export function getBucket(world: World, person: Person, act: Of<'get_bucket'>): Verdict {
  const bucket = there(world.buckets, bucketOf(world, act.bucket), person.organization);
  const reach = reachOf(world, person, act.bucket);
  if (!bucket || !reach) return refuse('NOT_FOUND');
  const isInside = act.bucket === bucket.handle && seesInside(world, person, bucket.project);
  return grant(() => viewBucket(world, bucket, isInside, reach.links));
}

export function getTable(world: World, person: Person, act: Of<'get_table'>): Verdict {
  const table = there(world.tables, act.table, person.organization);
  const reach = table && reachOf(world, person, table.bucket);
  if (!reach) return refuse('NOT_FOUND');
  const isInside = seesInside(world, person, reach.owner);
  const isShown = !isHidden(table) && reach.links.some((link) => shows(world, link, table.handle));
  return isInside || isShown ? grant(() => viewTable(world, table, isInside)) : refuse('NOT_FOUND');
}

export function listTables(world: World, person: Person, act: Of<'list_tables'>): Verdict {
  const reach = reachOf(world, person, act.bucket);
  const bucket = there(world.buckets, bucketOf(world, act.bucket), person.organization);
  if (!reach || !bucket) return refuse('NOT_FOUND');
  const isInside = seesInside(world, person, reach.owner);
  const shown = () => shownOf(world, bucket.handle, isInside, reach.links);
  return grant(() => shown().map((table) => viewTable(world, table, isInside)));
}

export function listBuckets(world: World, person: Person, { project }: Of<'list_buckets'>): Verdict {
  const own = () => living(world.buckets).filter((bucket) => bucket.project === project);
  const view = () => own().map((bucket) => viewBucket(world, bucket, true));
  return refuseLookInside(world, person, project) ?? grant(view);
}

export function getShare(world: World, person: Person, act: Of<'get_share'>): Verdict {
  const share = visibleShare(world, person, act.share);
  return share ? grant(() => viewShare(world, person, share)) : refuse('NOT_FOUND');
}

export function listShares(world: World, person: Person, { project }: Of<'list_shares'>): Verdict {
  const own = () => living(world.shares).filter((share) => share.project === project);
  const there = () => own().filter(({ handle }) => shareThere(world, handle, person.organization));
  return (
    refuseLookInside(world, person, project) ?? grant(() => there().map((share) => viewShare(world, person, share)))
  );
}

/** §8: an offer is shown when the audience's own condition holds, and says what is still lacking. */
export function listOffers(world: World, person: Person, { project }: Of<'list_offers'>): Verdict {
  const refused = refuseLookInside(world, person, project);
  if (refused) return refused;
  const writes = may(world, person, project, 'write');
  const view = () =>
    living(world.shares).flatMap((share) => {
      if (!shareThere(world, share.handle, person.organization)) return [];
      if (objection(world, share.audience, person, project) !== undefined) return [];
      const bucket = share.kind === 'bucket' ? share.bucket : usedBucket(share);
      const bucketName = world.buckets.get(bucket ?? '')?.name ?? '';
      const link = linksOfShare(world, share.handle).find((one) => one.project === project && one.object === '');
      return {
        ...{ share: share.handle, name: share.name, provider: share.project, bucket: bucketName, by: share.creator },
        ...{ kind: share.kind, tables: offeredTables(world, share).length, audience: share.audience.type },
        linkable: writes && !link && bucket !== undefined,
        lacking: [...(writes ? [] : ['write']), ...(bucket === undefined ? ['usage'] : [])].join(),
        isNameTaken: bucket !== undefined && nameOwner(world, project, fold(bucketName), fold) !== undefined,
        ...{ link: link?.handle ?? '', linkName: link?.name ?? '' },
      };
    });
  return grant(view);
}

function offeredTables(world: World, share: Share): readonly Table[] {
  if (share.kind === 'bucket') return tablesOf(world, share.bucket).filter((table) => !isHidden(table));
  return living(world.tables).filter(({ handle }) => share.grants.some(({ object }) => object === handle));
}

export function getLink(world: World, person: Person, act: Of<'get_link'>): Verdict {
  const link = visibleLink(world, person, act.link);
  return link ? grant(() => viewLink(world, person, link)) : refuse('NOT_FOUND');
}

/** §7: links that are gone stay listable. Those of a share are for who sees inside the project that shares. */
export function listLinks(world: World, person: Person, act: Of<'list_links'>): Verdict {
  const share = act.of === 'share' ? visibleShare(world, person, act.parent) : undefined;
  if (act.of === 'share' && !share) return refuse('NOT_FOUND');
  if (share && !seesInside(world, person, share.project)) return refuse('MISSING_ROLE');
  const refused = share ? undefined : refuseLookInside(world, person, act.parent);
  if (refused) return refused;
  return grant(() =>
    living(world.links)
      .filter((link) => (share ? link.share === share.handle : link.project === act.parent))
      .filter((link) => (act.showRemoved || isLive(link)) && (!act.outsideOnly || link.isOutside))
      .map((link) => viewLink(world, person, link)),
  );
}

/** Own before linked; what is linked stands under the name of the link. */
export function listObjects(world: World, person: Person, { project }: Of<'list_objects'>): Verdict {
  const own = () => living(world.buckets).filter((bucket) => bucket.project === project);
  const links = () =>
    living(world.links)
      .filter((link) => link.project === project && isLive(link) && link.source !== project && link.object === '')
      .filter(({ bucket }) => world.buckets.get(bucket)?.gone === false);
  const inside = (bucket: string, bucketName: string, link?: Link) =>
    shownOf(world, bucket, !link, link ? [link] : []).map(({ handle, name }) => ({
      ...{ handle, name, bucketName, link: link?.handle ?? '' },
    }));
  const view = () => [
    ...own().flatMap(({ handle, name }) => [{ handle, name, bucketName: '', link: '' }, ...inside(handle, name)]),
    ...links().flatMap((link) => [
      { handle: link.bucket, name: link.name, bucketName: '', link: link.handle },
      ...inside(link.bucket, link.name, link),
    ]),
  ];
  return refuseLookInside(world, person, project) ?? grant(view);
}

/** Rows are for who reads in the project; support sees names and no rows. Nobody loads any here, so there are none. */
export function countRows(world: World, person: Person, act: Of<'count_rows'>): Verdict {
  const refused = refuseRole(world, person, act.project, 'read');
  if (refused) return refused;
  const owner = nameOwner(world, act.project, fold(act.bucketName), fold);
  const single = world.links.get(owner === undefined ? '' : (ownerInBucket(world, owner, act.tableName) ?? ''));
  if (single && isLive(single)) return countSingle(world, single);
  const link = world.links.get(owner ?? '');
  const isReadable = link === undefined || isLive(link);
  const tables =
    owner === undefined || !isReadable ? [] : shownOf(world, bucketOf(world, owner), !link, link ? [link] : []);
  const isNamed = tables.some(({ name }) => fold(name) === fold(act.tableName));
  if (isNamed) return grant(() => ({ rows: '0' }));
  if (link && isReadable && world.buckets.get(link.bucket)?.gone)
    return refuse(['SOURCE_GONE', 'STATEMENT_NOT_SUPPORTED']);
  // What cannot be a name may be taken for that of a file, of which no statement may read any.
  const isOdd = refuseName(act.bucketName) ?? refuseName(act.tableName);
  return refuse(isOdd ? ['UNKNOWN_NAME', 'STATEMENT_NOT_SUPPORTED'] : 'UNKNOWN_NAME');
}

/** A link to one table shows that while it is there and granted; how it is told that it does not is left open. */
function countSingle(world: World, link: Link): Verdict {
  const isThere = world.tables.get(link.object)?.gone === false && shows(world, link, link.object);
  return isThere ? grant(() => ({ rows: '0' })) : refuse(['SOURCE_GONE', 'UNKNOWN_NAME']);
}
