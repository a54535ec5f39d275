import { sorted } from '../answer.ts';
import type { AskedAudience, EtagChoice, Mutation } from '../act.ts';
import { type Audience, fold, living, nextHandle, type Person, type Share, there, type World } from '../world.ts';
import { refuseStale } from './buckets.ts';
import { nameTaken, refuseName } from './names.ts';
import { hasLinks } from './projects.ts';
import { linksOfShare, objection, reachOf, visibleShare, withoutGone } from './sight.ts';
import { projectsOf, refuseManaging, seesInside } from './standing.ts';
import { grant, invalid, refuse, type Refused, type Verdict } from './verdict.ts';
import { viewAudience, viewShare } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

/** §10, §4: a list that does not belong to the type makes the message itself invalid. */
function refuseLists({ type, projects, users }: AskedAudience): Refused | undefined {
  const isMisplaced =
    (type !== 'selected_projects' && projects.length > 0) || (type !== 'selected_users' && users.length > 0);
  return isMisplaced ? invalid() : undefined;
}

/**
 * §4, §8: what the organization does not have is refused by name before a role is missed, but who has no role in the
 * organization learns nothing about targets; then, that listed users are in a project.
 */
function refuseAudience(world: World, person: Person, project: string, asked: AskedAudience): Refused | undefined {
  const { organization } = person;
  const managing = refuseManaging(world, person, project);
  if (person.role === undefined) return managing;
  const things = asked.type === 'selected_projects' ? world.projects : world.people;
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
      return { type, projects };
    case 'selected_users':
      return { type, users };
  }
}

export function createShare(world: World, person: Person, act: Of<'create_share'>): Verdict {
  const bad = (act.name === '' ? undefined : refuseName(act.name)) ?? refuseLists(act.audience);
  if (bad) return bad;
  const bucket = there(world.buckets, act.bucket, person.organization);
  if (!bucket || !seesInside(world, person, bucket.project)) return refuseReshare(world, person, act.bucket);
  const refused = refuseAudience(world, person, bucket.project, act.audience);
  if (refused) return refused;
  const wanted = { name: act.name, comment: act.comment, audience: toAudience(act.audience) };
  const first = living(world.shares).find((share) => share.bucket === bucket.handle);
  if (first) {
    if (!isSameOffer(world, first, wanted)) return refuse('SHARE_EXISTS', { share: first.handle });
    return grant(() => viewShare(world, person, first));
  }
  const name = act.name === '' ? bucket.name : act.name;
  const owner = shareNamed(world, bucket.project, name);
  if (owner) return nameTaken(owner.handle);
  return grant(() => {
    const handle = nextHandle('share', world.shares);
    const { organization, handle: creator } = person;
    const place = { handle, organization, gone: false, project: bucket.project, bucket: bucket.handle };
    const share: Share = { ...place, creator, ...wanted, name, updates: 0 };
    world.shares.set(handle, share);
    return viewShare(world, person, share);
  });
}

/** §5: what comes in by a link cannot be shared onward, by whomever. */
function refuseReshare(world: World, person: Person, handle: string): Refused {
  const links = reachOf(world, person, handle)?.links ?? [];
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
  const refused = refuseAudience(world, person, share.project, act.audience) ?? refuseStale(etag);
  if (refused) return refused;
  const audience = toAudience(act.audience);
  const links = linksOfShare(world, share.handle);
  const outside = links.filter((link) => {
    const creator = there(world.people, link.creator, link.organization);
    return !creator || objection(world, audience, creator, link.project) !== undefined;
  });
  return grant(
    () => {
      share.audience = audience;
      share.updates++;
      for (const link of links) {
        const isOut = outside.includes(link);
        if (isOut && act.cuts) link.removal = { by: person.handle, reason: 'audience_narrowed', comment: '' };
        else link.isOutside = isOut;
      }
      return viewShare(world, person, share);
    },
    {
      projects: [...outside.map(({ project }) => project), ...changed(share.audience, audience)],
      links: outside.map(({ handle }) => handle),
    },
  );
}

/** The projects that come on the list, or off it. */
function changed(before: Audience, after: Audience): string[] {
  const [one, other] = [before, after].map((audience) =>
    audience.type === 'selected_projects' ? audience.projects : [],
  );
  return [...(one ?? []), ...(other ?? [])].filter((project) => !one?.includes(project) || !other?.includes(project));
}

export function deleteShare(world: World, person: Person, act: Of<'delete_share'>, etag: EtagChoice): Verdict {
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const refused = refuseManaging(world, person, share.project) ?? refuseStale(etag);
  if (refused) return refused;
  const links = linksOfShare(world, share.handle);
  if (links.length > 0) return hasLinks(world, person, [...new Set(links.map(({ project }) => project))]);
  return grant(() => {
    share.gone = true;
    return {};
  });
}
