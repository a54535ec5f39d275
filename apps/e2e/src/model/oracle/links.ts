import type { EtagChoice, Mutation } from '../act.ts';
import {
  fold,
  type Handle,
  isLive,
  type Link,
  nextHandle,
  type Person,
  type Share,
  there,
  type World,
} from '../world.ts';
import { refuseStale } from './buckets.ts';
import { nameTaken, refuseName } from './names.ts';
import { linksOfShare, nameOwner, objection, ownerInBucket, usedBucket, visibleLink, visibleShare } from './sight.ts';
import { may, refuseManaging, refuseRole, seesInside } from './standing.ts';
import { grant, refuse, type Refused, type Verdict } from './verdict.ts';
import { viewLink } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

/** §4, in the order of §8. Of one table: that the share grants it, and whose bucket it is to be in, are to be seen. */
export function createLink(world: World, person: Person, act: Of<'create_link' | 'link_table'>): Verdict {
  const { object, target } = act.kind === 'link_table' ? act : { object: '', target: '' };
  const bad = refuseName(act.name);
  if (bad) return bad;
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  if (act.kind === 'link_table' && seesInside(world, person, act.project) && !findsTable(world, person, share, act)) {
    return refuse('NOT_FOUND');
  }
  const missing = refuseRole(world, person, act.project, 'write');
  if (missing) return missing;
  const reason = objection(world, share.audience, person, act.project);
  if (reason !== undefined) return refuse(reason);
  if (share.kind === 'bucket' && object !== '') return refuse('WRONG_SHARE_OBJECT');
  if (share.kind === 'grants' && usedBucket(share) === undefined) return refuse('NOT_SHARED');
  const links = linksOfShare(world, share.handle).filter(({ project }) => project === act.project);
  const first = links.find((link) => link.object === object);
  if (first) return refuse('LINK_EXISTS', { link: first.handle, name: first.name });
  const owner = ownerOf(world, { project: act.project, target }, act.name);
  if (owner !== undefined) return nameTaken(owner);
  return grant(() => {
    const handle = nextHandle('link', world.links);
    const { organization, handle: creator } = person;
    const { project: source, bucket } = share;
    const { project, name, stage } = act;
    const link: Link = {
      ...{ handle, organization, gone: false, share: share.handle, project, source, bucket, creator, name, stage },
      ...{ object, target },
      ...{ isOutside: false, removal: undefined, isEnding: false, updates: 0, metadata: new Map() },
    };
    world.links.set(handle, link);
    return viewLink(world, person, link);
  });
}

function findsTable(
  world: World,
  person: Person,
  share: Share,
  { project, object, target }: Of<'link_table'>,
): boolean {
  if (there(world.buckets, target, person.organization)?.project !== project) return false;
  if (share.kind === 'bucket') return true;
  const isThere = there(world.tables, object, person.organization) !== undefined;
  return isThere && share.grants.some((one) => one.object === object);
}

function ownerOf(
  world: World,
  { project, target }: Pick<Link, 'project' | 'target'>,
  name: string,
): Handle | undefined {
  return target === '' ? nameOwner(world, project, fold(name), fold) : ownerInBucket(world, target, name);
}

/** A link that is removed is gone for those who would change it: docs/sharing-rules.md, Links. */
function changeable(world: World, person: Person, handle: Handle): Link | Refused {
  const link = visibleLink(world, person, handle);
  if (!link || !(isLive(link) || link.isEnding)) return refuse('NOT_FOUND');
  return may(world, person, link.project, 'write') ? link : refuse('MISSING_ROLE', { role: 'write' });
}

function touches(...links: readonly Link[]): { readonly projects: Handle[]; readonly links: Handle[] } {
  return { projects: links.map(({ project }) => project), links: links.map(({ handle }) => handle) };
}

export function updateLink(
  world: World,
  person: Person,
  act: Of<'rename_link' | 'restage_link'>,
  etag: EtagChoice,
): Verdict {
  const bad = act.kind === 'rename_link' ? refuseName(act.name) : undefined;
  if (bad) return bad;
  const link = changeable(world, person, act.link);
  if ('ok' in link) return link;
  if (link.isEnding) return refuse('LOST_RACE');
  const stale = refuseStale(etag);
  if (stale) return stale;
  const name = act.kind === 'rename_link' ? act.name : link.name;
  const owner = ownerOf(world, link, name);
  if (owner !== undefined && owner !== link.handle) return nameTaken(owner);
  return grant(() => {
    link.name = name;
    if (act.kind === 'restage_link') link.stage = act.stage;
    link.updates++;
    return viewLink(world, person, link);
  }, touches(link));
}

export function deleteLink(world: World, person: Person, act: Of<'delete_link'>, etag: EtagChoice): Verdict {
  const link = changeable(world, person, act.link);
  if ('ok' in link) return link;
  const remove = () => {
    link.removal ??= { by: person.handle, reason: 'unlinked', comment: '' };
    link.isEnding = false;
    return {};
  };
  return refuseStale(etag) ?? grant(remove, touches(link));
}

/** §7: no link there, a wrong share and an unknown project are one and the same. */
export function forceUnlink(world: World, person: Person, act: Of<'force_unlink'>): Verdict {
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NO_SUCH_LINK');
  const refused = refuseManaging(world, person, share.project);
  if (refused) return refused;
  const links = linksOfShare(world, share.handle).filter(({ project }) => project === act.project);
  if (links.length === 0) return refuse('NO_SUCH_LINK');
  return grant(
    () => {
      for (const link of links) link.removal = { by: person.handle, reason: 'forced', comment: act.comment };
      return {};
    },
    touches(...links),
  );
}
