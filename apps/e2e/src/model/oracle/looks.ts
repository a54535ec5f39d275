import type { Look } from '../act.ts';
import { fold, isLive, living, type Person, there, type World } from '../world.ts';
import { refuseName } from './names.ts';
import {
  bucketOf,
  linksOfShare,
  nameOwner,
  objection,
  reachOf,
  shareThere,
  visibleLink,
  visibleShare,
} from './sight.ts';
import { may, refuseLookInside, refuseRole, seesInside } from './standing.ts';
import { grant, refuse, type Verdict } from './verdict.ts';
import { isHidden, shownOf, viewBucket, viewLink, viewShare, viewTable } from './views.ts';

type Of<K extends Look['kind']> = Extract<Look, { readonly kind: K }>;

export function getBucket(world: World, person: Person, act: Of<'get_bucket'>): Verdict {
  const bucket = world.buckets.get(bucketOf(world, act.bucket));
  if (!bucket || !reachOf(world, person, act.bucket)) return refuse('NOT_FOUND');
  const isInside = act.bucket === bucket.handle && seesInside(world, person, bucket.project);
  return grant(() => viewBucket(world, bucket, isInside));
}

export function getTable(world: World, person: Person, act: Of<'get_table'>): Verdict {
  const table = there(world.tables, act.table, person.organization);
  const reach = table && reachOf(world, person, table.bucket);
  if (!reach) return refuse('NOT_FOUND');
  const isInside = seesInside(world, person, reach.owner);
  return isInside || !isHidden(table) ? grant(() => viewTable(world, table, isInside)) : refuse('NOT_FOUND');
}

export function listTables(world: World, person: Person, act: Of<'list_tables'>): Verdict {
  const reach = reachOf(world, person, act.bucket);
  if (!reach) return refuse('NOT_FOUND');
  const isInside = seesInside(world, person, reach.owner);
  const shown = () => shownOf(world, bucketOf(world, act.bucket), isInside);
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
      const bucket = there(world.buckets, share.bucket, person.organization);
      if (!bucket || objection(world, share.audience, person, project) !== undefined) return [];
      const link = linksOfShare(world, share.handle).find((one) => one.project === project);
      return {
        ...{ share: share.handle, name: share.name, provider: share.project, bucket: bucket.name, by: share.creator },
        ...{ tables: shownOf(world, bucket.handle, false).length, audience: share.audience.type },
        linkable: writes && !link,
        lacking: writes ? '' : 'write',
        isNameTaken: nameOwner(world, project, fold(bucket.name), fold) !== undefined,
        ...{ link: link?.handle ?? '', linkName: link?.name ?? '' },
      };
    });
  return grant(view);
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
    living(world.links).filter((link) => link.project === project && isLive(link) && link.source !== project);
  const inside = (bucket: string, bucketName: string, link: string) =>
    shownOf(world, bucket, link === '').map(({ handle, name }) => ({ handle, name, bucketName, link }));
  const view = () => [
    ...own().flatMap(({ handle, name }) => [{ handle, name, bucketName: '', link: '' }, ...inside(handle, name, '')]),
    ...links().flatMap(({ handle, name, bucket }) => [
      { handle: bucket, name, bucketName: '', link: handle },
      ...inside(bucket, name, handle),
    ]),
  ];
  return refuseLookInside(world, person, project) ?? grant(view);
}

/** Rows are for who reads in the project; support sees names and no rows. Nobody loads any here, so there are none. */
export function countRows(world: World, person: Person, act: Of<'count_rows'>): Verdict {
  const refused = refuseRole(world, person, act.project, 'read');
  if (refused) return refused;
  const owner = nameOwner(world, act.project, fold(act.bucketName), fold);
  const tables = owner === undefined ? [] : shownOf(world, bucketOf(world, owner), world.buckets.has(owner));
  const isNamed = tables.some(({ name }) => fold(name) === fold(act.tableName));
  if (isNamed) return grant(() => ({ rows: '0' }));
  // What cannot be a name may be taken for that of a file, of which no statement may read any.
  const isOdd = refuseName(act.bucketName) ?? refuseName(act.tableName);
  return refuse(isOdd ? ['UNKNOWN_NAME', 'STATEMENT_NOT_SUPPORTED'] : 'UNKNOWN_NAME');
}
