import {
  type Audience,
  fold,
  type Handle,
  isBucketHandle,
  isLive,
  type Link,
  living,
  type Person,
  type Share,
  there,
  type World,
} from '../world.ts';
import { isMember, may, projectsOf, roleIn, seesInside } from './standing.ts';

/** §4: why an audience does not admit a person in a project, leaving the right to write aside. */
export function objection(world: World, audience: Audience, person: Person, project: Handle): string | undefined {
  const isForOutsiders = audience.type === 'project_members' || audience.type === 'tenants';
  if (!isForOutsiders && !isMember(person)) return 'NOT_ORGANIZATION_MEMBER';
  if (roleIn(world, person, project) === undefined) return 'NOT_ADMITTED';
  if ('projects' in audience && !audience.projects.includes(project)) return 'NOT_ADMITTED';
  if (audience.type === 'selected_users' && !audience.users.includes(person.handle)) return 'NOT_ADMITTED';
  return undefined;
}

/** §7: a share whose bucket is gone reads as not existing. */
export function shareThere(world: World, handle: Handle, organization: Handle): Share | undefined {
  const share = there(world.shares, handle, organization);
  const isThere = share && (share.bucket === '' || there(world.buckets, share.bucket, organization));
  return isThere ? share : undefined;
}

/** §8: for the readers of its source project, those whom its audience admits somewhere, owners, admins and support. */
export function seesShare(world: World, person: Person, share: Share): boolean {
  if (seesInside(world, person, share.project)) return true;
  return projectsOf(world, person).some(
    (project) => objection(world, share.audience, person, project.handle) === undefined,
  );
}

/** The share, if it is there for this person. */
export function visibleShare(world: World, person: Person, handle: Handle): Share | undefined {
  const share = shareThere(world, handle, person.organization);
  return share && seesShare(world, person, share) ? share : undefined;
}

/**
 * A link, gone or not, is seen inside the two projects and, of those with a role in the organization, by whoever sees the
 * share: docs/sharing-rules.md, Links.
 */
export function visibleLink(world: World, person: Person, handle: Handle): Link | undefined {
  const link = there(world.links, handle, person.organization);
  if (!link) return undefined;
  if ([link.project, link.source].some((project) => seesInside(world, person, project))) return link;
  const share = person.role === undefined ? undefined : visibleShare(world, person, link.share);
  return share && link;
}

/** The bucket of whose objects a share of granted ones shows some; undefined before and after its usage is granted. */
export function usedBucket({ grants }: Share): Handle | undefined {
  return grants.find(({ privilege }) => privilege === 'usage')?.bucket;
}

/** §5: whether the link shows a bucket or a table in it: all there is, or what is granted. */
export function shows({ shares }: World, link: Link, object: Handle): boolean {
  const share = shares.get(link.share);
  if (share?.kind !== 'grants') return true;
  if (link.object !== '' && link.object !== object) return false;
  if (isBucketHandle(object)) return usedBucket(share) === object;
  return share.grants.some((grant) => grant.object === object);
}

/** §3: links of granted objects keep nothing from being dropped. */
export function keeps({ shares }: World, link: Link): boolean {
  return shares.get(link.share)?.kind !== 'grants';
}

/** The live links of a bucket. */
export function linksTo(world: World, bucket: Handle): Link[] {
  return living(world.links).filter((link) => link.bucket === bucket && isLive(link));
}

export function linksOfShare(world: World, share: Handle): Link[] {
  return living(world.links).filter((link) => link.share === share && isLive(link));
}

/** How a person reaches a bucket, where no project is named by which it is meant to be reached. */
export type Reach = { readonly owner: Handle; readonly links: readonly Link[] };

/** A link by its handle counts alone; a bucket counts with every link by which the person reaches it. */
export function reachOf(world: World, person: Person, handle: Handle): Reach | undefined {
  const named = there(world.links, handle, person.organization);
  if (named) {
    const bucket = isLive(named) && seesInside(world, person, named.project) ? named.source : undefined;
    return bucket === undefined ? undefined : { owner: '', links: [named] };
  }
  const bucket = there(world.buckets, handle, person.organization);
  if (!bucket) return undefined;
  const links = linksTo(world, handle).filter(({ project }) => seesInside(world, person, project));
  return links.length > 0 || seesInside(world, person, bucket.project) ? { owner: bucket.project, links } : undefined;
}

/** The bucket that a handle stands for: its own, or that of the link. */
export function bucketOf(world: World, handle: Handle): Handle {
  return world.links.get(handle)?.bucket ?? handle;
}

/** Those of the links by which the person could write, were links not read-only. */
export function writable(world: World, person: Person, links: readonly Link[]): readonly Link[] {
  return links.filter(({ project }) => may(world, person, project, 'write'));
}

/** A link that is cut keeps its name until that is finished. */
function namedIn(world: World, scope: Handle): Link[] {
  const named = living(world.links).filter((link) => isLive(link) || link.isEnding);
  return named.filter((link) => (link.target === '' ? link.project : link.target) === scope);
}

/** What has a name in a bucket, where tables and links to single ones share one name space. */
export function ownerInBucket(world: World, bucket: Handle, name: string): Handle | undefined {
  const tables = living(world.tables).filter((table) => table.bucket === bucket);
  return [...tables, ...namedIn(world, bucket)].find((one) => fold(one.name) === fold(name))?.handle;
}

/** What has a name in a project, where own buckets and links share one name space. */
export function nameOwner(world: World, project: Handle, key: string, keyOf: (name: string) => string) {
  const buckets = living(world.buckets).filter((bucket) => bucket.project === project);
  return [...buckets, ...namedIn(world, project)].find(({ name }) => keyOf(name) === key)?.handle;
}

/** §4: deleted projects and accounts drop out of lists. */
export function withoutGone(world: World, audience: Audience): Audience {
  const isThere = (things: ReadonlyMap<Handle, { readonly gone: boolean }>) => (handle: Handle) =>
    things.get(handle)?.gone === false;
  switch (audience.type) {
    case 'project_members':
    case 'organization_members':
      return audience;
    case 'selected_projects':
    case 'tenants':
      return { ...audience, projects: audience.projects.filter(isThere(world.projects)) };
    case 'selected_users':
      return { ...audience, users: audience.users.filter(isThere(world.people)) };
  }
}
