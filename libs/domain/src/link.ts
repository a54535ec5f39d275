import type { BucketId, LinkId, ObjectId, OrganizationId, PrincipalId, ProjectId, ShareId } from './ids.ts';
import { Refusal } from './refusal.ts';
import { maySeeShare, type Share } from './share.ts';
import { maySeeInside, type Standing } from './standing.ts';

/** Where a link is in its life. The protocol is in docs/adr and the design's page on consistency. */
export const linkStates = ['pending', 'active', 'renaming', 'removing', 'removed'] as const;
export type LinkState = (typeof linkStates)[number];

/**
 * Why a link was removed. `undone` is one that was never finished and is not listed; `restored` one that had lost its
 * ground in a restored database.
 */
export const removalReasons = [
  'unlinked',
  'forced',
  'audience_narrowed',
  'share_dropped',
  'source_dropped',
  'undone',
  'restored',
] as const;
export type RemovalReason = (typeof removalReasons)[number];

/** The consumer's handle on a share. */
export type Link = {
  readonly organization: OrganizationId;
  readonly id: LinkId;
  readonly share: ShareId;
  /** The project that links. */
  readonly project: ProjectId;
  /** The project that shares. */
  readonly source: ProjectId;
  readonly bucket: BucketId;
  /** The one table or view that it shows, and the bucket of the project in which it has its name; or neither. */
  readonly object: ObjectId | undefined;
  readonly target: BucketId | undefined;
  readonly name: string;
  readonly state: LinkState;
  readonly creator: PrincipalId;
};

const next: Readonly<Record<LinkState, readonly LinkState[]>> = {
  pending: ['active', 'removing'],
  active: ['renaming', 'removing'],
  renaming: ['active', 'removing'],
  removing: ['removed'],
  removed: [],
};

/** Refuses `illegal_transition` where a link cannot go from one state to the other. */
export function assertTransition(from: LinkState, to: LinkState): void {
  if (next[from].includes(to)) return;
  throw new Refusal('illegal_transition', `a link that is ${from} cannot become ${to}`, { from, to });
}

/** Whether reads, lists and checks answer from a link in this state. */
export function showsSource(state: LinkState): boolean {
  return state === 'active' || state === 'renaming';
}

/** Whether a link in this state stops the withdrawal of its share and the closing of its projects. */
export function countsAsLeft(state: LinkState): boolean {
  return state !== 'removed';
}

/**
 * Whether the principal may know of the link: who sees inside the project that links or the one that shares and, of those
 * who know all projects of the organization, who sees the share; the others are not told of a project that is not theirs.
 * `share` is undefined once it is withdrawn; what is left of its links is then known in the two projects alone.
 */
export function maySeeLink(
  link: Pick<Link, 'project' | 'source'>,
  share: Pick<Share, 'project' | 'audience'> | undefined,
  standings: readonly Standing[],
): boolean {
  const isInside = (standing: Standing) =>
    [link.project, link.source].includes(standing.project) && maySeeInside(standing);
  const knowsProjects = standings.some(({ organizationRole }) => organizationRole !== undefined);
  return standings.some(isInside) || (share !== undefined && knowsProjects && maySeeShare(share, standings));
}

/** Whether the principal may know what the consumer calls the link: its provider as such may not. */
export function maySeeLinkName(link: Pick<Link, 'project'>, standing: Standing): boolean {
  return standing.project === link.project && maySeeInside(standing);
}

/** Where no other may have the name of the link. */
export function nameScope({ project, target }: Pick<Link, 'project' | 'target'>): ProjectId | BucketId {
  return target ?? project;
}

/** The refusal of a second link of one project to one share, or to one object of it; it names the first. */
export function linkExists(link: Pick<Link, 'id' | 'name' | 'project'> & Partial<Pick<Link, 'object'>>): Refusal {
  const { id, name, project, object } = link;
  const what = object === undefined ? 'this share' : `${object} of this share`;
  return new Refusal('link_exists', `${project} links ${what} already, as ${JSON.stringify(name)} (${id})`, {
    link: id,
    name,
  });
}

/** The one answer of a force-unlink that finds nothing to remove: a wrong share, an unknown project, or no link there. */
export function noSuchLink(share: string, project: string): Refusal {
  return new Refusal(
    'no_such_link',
    `${project} has no link to ${share}; list the links of the share for those there are`,
    {
      share,
      project,
    },
  );
}
