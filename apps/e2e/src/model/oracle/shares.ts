import { sorted } from '../answer.ts';
import type { AskedAudience, EtagChoice, Mutation } from '../act.ts';
import { type Audience, fold, living, nextHandle, type Person, type Share, there, type World } from '../world.ts';
import { refuseStale } from './buckets.ts';
import { nameTaken, refuseName } from './names.ts';
import { endLostShares } from './lost-shares.ts';
import { hasLinks } from './projects.ts';
import { linksOfShare, objection, reachOf, shows, visibleShare, withoutGone } from './sight.ts';
import { projectsOf, refuseLookInside, refuseManaging, seesInside } from './standing.ts';
import { grant, type Granted, invalid, refuse, type Refused, type Verdict } from './verdict.ts';
import { viewAudience, viewShare } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

/** §10, §4: a list that does not belong to the type makes the message itself invalid. */
function refuseLists({ type, projects, users }: AskedAudience): Refused | undefined {
  const listsProjects = type === 'selected_projects' || type === 'tenants';
  const isMisplaced = (!listsProjects && projects.length > 0) || (type !== 'selected_users' && users.length > 0);
  return isMisplaced ? invalid() : undefined;
}

/**
 * §4, §8: what the organization does not have is refused by name before a role is missed, but who has no role in the
 * organization learns nothing about targets; then, that listed users are in a project.
 */
export function refuseAudience(
  world: World,
  person: Person,
  project: string,
  asked: AskedAudience,
): Refused | undefined {
  const { organization } = person;
  const managing = refuseManaging(world, person, project);
  if (person.role === undefined) return managing;
  const things = asked.type === 'selected_users' ? world.people : world.projects;
  const foreign = [...asked.projects, ...asked.users].filter(
    (handle) =>
      !there<{
        handle: string;
        organization: string;
        gone: boolean;
      }>(things, handle, organization),
  );
  if (foreign.length > 0) return refuse('CROSS_ORGANIZATION', { ids: sorted(foreign) });
  const idle = asked.users.some((user) => {
    const listed = there(world.people, user, organization);
    return !listed || projectsOf(world, listed).length === 0;
  });
  return managing ?? (idle ? refuse('INVALID_FIELD') : undefined);
}

function toAudience({ type, projects, users }: AskedAudience): Audience {
  switch (type) {
    case 'project_members':
    case 'organization_members':
      return { type };
    case 'selected_projects':
    case 'tenants':
      return { type, projects };
    case 'selected_users':
      return { type, users };
  }
}

export function createShare(world: World, person: Person, act: Of<'create_share'>): Verdict {
  const bad =
    (act.name === '' ? undefined : refuseName(act.name)) ?? refuseLists(act.audience) ?? refuseType('bucket', act);
  if (bad) return bad;
  const bucket = there(world.buckets, act.bucket, person.organization);
  if (!bucket || !seesInside(world, person, bucket.project)) return refuseReshare(world, person, act.bucket);
  const refused = refuseAudience(world, person, bucket.project, act.audience);
  if (refused) return refused;
  const wanted = { name: act.name, comment: act.comment, audience: toAudience(act.audience) };
  const first = living(world.shares).find((share) => share.kind === 'bucket' && share.bucket === bucket.handle);
  if (first) {
    if (!isSameOffer(world, first, wanted)) return refuse('SHARE_EXISTS', { share: first.handle });
    return grant(() => viewShare(world, person, first));
  }
  const name = act.name === '' ? bucket.name : act.name;
  const owner = shareNamed(world, bucket.project, name);
  if (owner) return nameTaken(owner.handle);
  const place = { kind: 'bucket', project: bucket.project, bucket: bucket.handle } as const;
  return grant(() => makeShare(world, person, { ...place, ...wanted, name }));
}

/** §4: what holds nothing yet is told apart by its name. */
export function createGrantsShare(world: World, person: Person, act: Of<'create_grants_share'>): Verdict {
  const { project, name, comment } = act;
  const bad = refuseName(name) ?? refuseLists(act.audience) ?? refuseType('grants', act);
  if (bad) return bad;
  const refused = refuseLookInside(world, person, project) ?? refuseAudience(world, person, project, act.audience);
  if (refused) return refused;
  const wanted = { name, comment, audience: toAudience(act.audience) };
  const owner = shareNamed(world, project, name);
  if (owner?.kind === 'bucket') return nameTaken(owner.handle);
  if (owner) {
    const isSame = owner.grants.length === 0 && isSameOffer(world, owner, wanted);
    return isSame ? grant(() => viewShare(world, person, owner)) : refuse('SHARE_EXISTS', { share: owner.handle });
  }
  return grant(() => makeShare(world, person, { kind: 'grants', project, bucket: '', ...wanted }));
}

type Made = Pick<Share, 'kind' | 'project' | 'bucket' | 'name' | 'comment' | 'audience'>;

/** The name of a share whose bucket is gone is free: docs/sharing-rules.md, Shares. */
function makeShare(world: World, person: Person, made: Made): object {
  endNamesakes(world, made);
  const handle = nextHandle('share', world.shares);
  const { organization, handle: creator } = person;
  const share: Share = { handle, organization, gone: false, creator, ...made, grants: [], isLost: false, updates: 0 };
  world.shares.set(handle, share);
  return viewShare(world, person, share);
}

function endNamesakes(world: World, { project, name }: Pick<Share, 'project' | 'name'>): void {
  endLostShares(world, (lost) => lost.project === project && fold(lost.name) === fold(name));
}

/** §3: tenants are for shares of granted objects, and those for tenants alone. */
function refuseType(kind: Share['kind'], { audience }: { readonly audience: AskedAudience }): Refused | undefined {
  return (audience.type === 'tenants') === (kind === 'grants') ? undefined : invalid();
}

/** §5: what comes in by a link cannot be shared onward, by whomever. */
export function refuseReshare(world: World, person: Person, handle: string, object = handle): Refused {
  const isNamed = world.links.has(handle);
  const links = (reachOf(world, person, handle)?.links ?? []).filter((link) => isNamed || shows(world, link, object));
  const refusals = links.map(({ project }) => refuseManaging(world, person, project));
  if (refusals.length === 0) return refuse('NOT_FOUND');
  if (refusals.includes(undefined)) return refuse('RESHARE_FORBIDDEN');
  return refuse(refusals.flatMap((refused) => refused?.reasons ?? []));
}

/** §4: creating again with the same content changes nothing; a name that is not given asks for none in particular. */
function isSameOffer(world: World, there: Share, wanted: Pick<Share, 'name' | 'comment' | 'audience'>): boolean {
  const text = (audience: Audience) => {
    const { type, projects, users } = viewAudience(audience) as { type: string; projects: string[]; users: string[] };
    return `${type} ${sorted(projects)} ${sorted(users)}`;
  };
  return (
    (wanted.name === '' || wanted.name === there.name) &&
    wanted.comment === there.comment &&
    text(withoutGone(world, there.audience)) === text(wanted.audience)
  );
}

function shareNamed(world: World, project: string, name: string): Share | undefined {
  return living(world.shares).find((share) => share.project === project && fold(share.name) === fold(name));
}

export function renameShare(world: World, person: Person, act: Of<'rename_share'>, etag: EtagChoice): Verdict {
  const bad = refuseName(act.name);
  if (bad) return bad;
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const refused = refuseManaging(world, person, share.project) ?? refuseStale(etag);
  if (refused) return refused;
  const owner = shareNamed(world, share.project, act.name);
  if (owner && owner !== share) return nameTaken(owner.handle);
  return grant(() => {
    endNamesakes(world, { project: share.project, name: act.name });
    share.name = act.name;
    share.updates++;
    return viewShare(world, person, share);
  });
}

/** §4: links whose creators the new audience would not admit are flagged, or cut. §10: it takes the etag. */
export function changeAudience(world: World, person: Person, act: Of<'change_audience'>, etag: EtagChoice): Verdict {
  const bad = refuseLists(act.audience) ?? (etag === 'none' ? invalid() : undefined);
  if (bad) return bad;
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  // Which audience fits is looked at before anything else, and after an earlier request of the same id.
  if (refuseType(share.kind, act)) return refuse('INVALID_FIELD');
  const refused = refuseAudience(world, person, share.project, act.audience) ?? refuseStale(etag);
  if (refused) return refused;
  if (share.kind === 'grants' && !act.cuts) return refuse('INVALID_FIELD');
  return replaceAudience(world, person, share, { audience: toAudience(act.audience), cuts: act.cuts });
}

type Change = {
  readonly audience: Audience;
  readonly cuts: boolean;
  /** What the answer tells besides. */
  readonly tells?: (view: object) => object;
};

/** Tenants are projects: whoever made the link for one does not matter. */
export function replaceAudience(world: World, person: Person, share: Share, change: Change): Granted {
  const { audience, cuts, tells = (view) => view } = change;
  const before = withoutGone(world, share.audience);
  const links = linksOfShare(world, share.handle);
  const outside = links.filter((link) => {
    const creator = there(world.people, link.creator, link.organization);
    if (audience.type === 'tenants') return !audience.projects.includes(link.project);
    return !creator || objection(world, audience, creator, link.project) !== undefined;
  });
  return grant(
    () => {
      const isSame = audience.type === 'tenants' && changed(before, audience).length === 0;
      share.audience = audience;
      if (!isSame) share.updates++;
      for (const link of links) {
        const isOut = outside.includes(link);
        if (isOut && cuts) link.removal = { by: person.handle, reason: 'audience_narrowed', comment: '' };
        else link.isOutside = isOut;
      }
      return tells(viewShare(world, person, share));
    },
    {
      projects: [...outside.map(({ project }) => project), ...changed(before, audience)],
      links: outside.map(({ handle }) => handle),
    },
  );
}

/** The projects that come on the list, or off it. */
function changed(before: Audience, after: Audience): string[] {
  const [one, other] = [before, after].map((audience) => ('projects' in audience ? audience.projects : []));
  return [...(one ?? []), ...(other ?? [])].filter((project) => !one?.includes(project) || !other?.includes(project));
}

export function deleteShare(world: World, person: Person, act: Of<'delete_share'>, etag: EtagChoice): Verdict {
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const refused = refuseManaging(world, person, share.project) ?? refuseStale(etag);
  if (refused) return refused;
  const links = linksOfShare(world, share.handle);
  if (links.length > 0 && share.kind === 'bucket') {
    return hasLinks(world, person, [...new Set(links.map(({ project }) => project))]);
  }
  return grant(() => {
    share.gone = true;
    for (const link of links) link.removal = { by: person.handle, reason: 'share_dropped', comment: '' };
    return {};
  });
}
