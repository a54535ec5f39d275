import { type AliasesInTheWay, assertNoAliases } from './alias.ts';
import type { LinkId, ProjectId } from './ids.ts';
import { type Link, linkExists } from './link.ts';
import { maySeePrincipal } from './membership.ts';
import { notFound, Refusal } from './refusal.ts';
import { covers } from './role.ts';
import { assertMayLink, assertMayManageShares, maySeeShare, type Share } from './share.ts';
import {
  assertProjectRole,
  effectiveRole,
  isOrganizationAdmin,
  maySeeInside,
  maySeeProjectName,
  missingRole,
  type Standing,
} from './standing.ts';

/** What a principal would do with an object. */
export const actions = ['read', 'write', 'drop', 'share', 'link'] as const;
export type Action = (typeof actions)[number];

/** What is acted on, as refusals name it. */
export type Named = { readonly kind: string; readonly id: string };

/** How an object is reached from a project: the project owns it, or a live link of the project shows it. */
export type Reach =
  | { readonly kind: 'owned' }
  | {
      readonly kind: 'linked';
      readonly link: LinkId;
      /** Whether it is a view that reads what its share does not open. */
      readonly isClosed?: boolean;
    }
  | { readonly kind: 'none' };

/** Everything that decides about one act on one object from one project. */
export type AccessFacts = {
  /** The principal's, in the project it would act from. */
  readonly standing: Standing;
  readonly reach: Reach;
  readonly object: Named;
  /** How many links stop the object from being dropped. Counted for `drop` alone. */
  readonly blockingLinks: number;
  /** The aliases that its drop would leave behind. Looked for to `drop` alone. */
  readonly aliases: AliasesInTheWay;
  /** The share by which the object could be linked. Looked for to `link` alone. */
  readonly offer: Offered | undefined;
};

export type Offered = {
  readonly share: Share;
  /** The principal's standings that may make the share visible to it, besides the one it would act from. */
  readonly standings: readonly Standing[];
  /** The link that the project has to the share. */
  readonly link: Pick<Link, 'id' | 'name' | 'project'> | undefined;
};

/** Refuses what the act itself would be refused with. The answer of `CheckAccess`, and the same rules as enforcement. */
export function assertMayAct(action: Action, facts: AccessFacts): void {
  const { standing, reach, object, blockingLinks, aliases, offer } = facts;
  switch (action) {
    case 'read':
      return assertMayRead(standing, reach, object);
    case 'write':
      return assertMayWrite(standing, reach, object);
    case 'drop':
      assertMayWrite(standing, reach, object);
      if (blockingLinks > 0) throw hasLinks(object.id, [], blockingLinks);
      return assertNoAliases(object.id, aliases);
    case 'share':
      return assertMayShare(standing, reach, object);
    case 'link':
      return assertMayLinkObject(standing, reach, object, offer);
  }
}

/**
 * Refuses `not_found` and `missing_role` to who may not ask what another principal may do: that is for owners, admins
 * and support of the organization, and for the project's admin about its members. `asker` and `asked` are both standings
 * in the project that the question names. Source: the contract, "Who may call".
 */
export function assertMayAskAbout(
  asker: Standing,
  asked: Standing,
  askedExists: boolean,
  sharesProject: boolean = false,
): void {
  assertSeesAsked(asker, asked, askedExists, sharesProject);
  if (asker.principal === asked.principal) return;
  if (isOrganizationAdmin(asker) || asker.organizationRole === 'support') return;
  if (asked.givenRole !== undefined && covers(effectiveRole(asker), 'admin')) return;
  throw missingRole(`asking about ${asked.principal}`, 'admin', asker.project);
}

/**
 * The half of it that comes first, over all questions of a batch: that the asker may know of the project and the asked.
 * `sharesProject` says that the two meet in some project; where they meet in that of the question shows by itself.
 */
export function assertSeesAsked(
  asker: Standing,
  asked: Standing,
  askedExists: boolean,
  sharesProject: boolean = false,
): void {
  if (!maySeeProjectName(asker)) throw notFound('project', asker.project);
  if (asker.principal === asked.principal) return;
  const meets = sharesProject || (asker.givenRole !== undefined && asked.givenRole !== undefined);
  if (!askedExists || !maySeePrincipal(asker, asked.principal, meets)) throw notFound('principal', asked.principal);
}

/**
 * Refuses unless the principal may read the rows of an object from the project of `standing`. An object that the project
 * neither owns nor links answers like one that does not exist.
 */
export function assertMayRead(standing: Standing, reach: Reach, object: Named): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  assertProjectRole(standing, 'read', `reading ${object.id}`);
  if (reach.kind === 'linked' && reach.isClosed) throw viewIsClosed(object.id, reach.link);
}

/** The consumer is not told which buckets those are: they are its provider's. */
function viewIsClosed(view: string, link: LinkId): Refusal {
  return new Refusal(
    'reference_usage_missing',
    `the view ${view} reads more than its share opens; ask its provider to GRANT REFERENCE_USAGE ON DATABASE … TO SHARE`,
    { id: view, link },
  );
}

/**
 * Refuses unless the principal may change, alter or drop an object from the project of `standing`. Who could write in the
 * project but reaches the object by a link alone is told `link_is_read_only`.
 */
export function assertMayWrite(standing: Standing, reach: Reach, object: Named): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  if (reach.kind === 'linked' && covers(effectiveRole(standing), 'write')) throw linkIsReadOnly(reach.link, object.id);
  assertProjectRole(standing, 'write', `changing ${object.id}`);
}

/** Refuses unless the principal may share an object of the project of `standing`; what comes in by a link is not shared on. */
export function assertMayShare(standing: Standing, reach: Reach, object: Named): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  assertMayManageShares(standing);
  if (reach.kind === 'linked') {
    throw new Refusal(
      'reshare_forbidden',
      `${object.id} comes in by the link ${reach.link} and cannot be shared onward; ask its owner to share it`,
      { id: object.id, kind: object.kind, link: reach.link },
    );
  }
}

/** Refuses unless the principal may link the object's share into the project of `standing`. */
function assertMayLinkObject(standing: Standing, reach: Reach, object: Named, offer: Offered | undefined): void {
  const isReached = reach.kind !== 'none' && maySeeInside(standing);
  if (!offer || !(isReached || maySeeShare(offer.share, [standing, ...offer.standings]))) {
    if (isReached) throw notShared(object);
    throw notFound(object.kind, object.id);
  }
  assertMayLink(offer.share, standing);
  if (offer.link) throw linkExists(offer.link);
}

function notShared(object: Named): Refusal {
  return new Refusal('not_shared', `${object.id} is not shared; ask the project that owns it to share it`, {
    id: object.id,
    kind: object.kind,
  });
}

export function linkIsReadOnly(link: string, object: string): Refusal {
  return new Refusal(
    'link_is_read_only',
    `${object} comes in by the link ${link}, and what a link shows is read-only; change it in the project that owns it`,
    { link, id: object },
  );
}

/** As many projects as a refusal names: more would be cut off on the wire, and the rest uncounted. */
const mostNamed = 25;

/** The refusal of a drop, a withdrawal or a closing while projects link the thing. Names some, and counts the rest. */
export function hasLinks(what: string, visible: readonly ProjectId[], hidden: number): Refusal {
  const count = visible.length + hidden;
  const named = visible.slice(0, mostNamed);
  const names = named.length > 0 ? ` (${named.join(', ')}${named.length < count ? ' and others' : ''})` : '';
  return new Refusal(
    'has_links',
    `${what} is linked by ${count} project${count === 1 ? '' : 's'}${names}; unlink it there, or force-unlink, first`,
    { projects: named.join(','), hidden_count: String(count - named.length) },
  );
}
