import {
  assertFresh,
  type Audience,
  isSameAudience,
  keepsLink,
  type LinkId,
  notFound,
  Refusal,
  type ShareAct,
  type ShareId,
  showsSource,
} from '@easement/domain';
import { answerRequest, beginRequest, type ReadTx, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf, principalOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { type ImpactInit, impactOn, listedIn, type Touched } from '../impact.ts';
import { beginRemoval, flagOutside } from '../links/link-states.ts';
import { countLinks } from '../links/linkers.ts';
import { findLinksOfShare } from '../links/link-store.ts';
import type { Removal, StoredLink } from '../links/link.table.ts';
import { finishRemovals } from '../links/remove-links.ts';
import { type Earlier, toEarlier } from '../repeats.ts';
import { removeGoneShares } from './gone-shares.ts';
import { dropGoneTargets } from './resolve-audience.ts';
import { type ShareInit, toShareMessage } from './share-message.ts';
import { findShare, lockShare, replaceTargets, saveShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

export type AudienceChange = Partial<Pick<StoredShare, 'name' | 'comment'>> & Pick<StoredShare, 'audience'>;
/** What becomes of the share as it is: worked out anew where it has changed meanwhile. */
export type ChangeOf = (share: StoredShare) => AudienceChange;
/** What a change is answered with: `unchangedProjectIds` where projects were added to a list or taken off it. */
export type AudienceAnswer = {
  readonly share?: ShareInit;
  readonly impact?: ImpactInit;
  readonly unchangedProjectIds?: string[];
};
export type Terms = {
  readonly etag: string;
  readonly cuts: boolean;
  /** Shares whose bucket is gone, to be removed with the change. */
  readonly inTheWay: readonly ShareId[];
  /** What the answer tells besides. A repeat that finishes what broke off cannot know it. */
  readonly tells?: () => Pick<AudienceAnswer, 'unchangedProjectIds'>;
};

const mostAttempts = 5;

/**
 * Replaces the audience, and flags or cuts the links that the new one would not admit: judged by what their creators are
 * now. identity-service is asked before the lock, so where the links under the lock are others, it starts over.
 */
export async function changeAudience(
  deps: Deps,
  call: Call,
  id: ShareId,
  changeOf: ChangeOf,
  terms: Terms,
): Promise<AudienceAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptChange(deps, call, id, changeOf, terms);
    } catch (error) {
      const isLost = error instanceof Refusal && error.reason === 'lost_race';
      if (!isLost || attempt === mostAttempts) throw error;
    }
  }
}

/** Finishes the links that were cut, and with them the request. */
export async function finishCut(deps: Deps, call: Call, id: ShareId, tells?: Terms['tells']): Promise<AudienceAnswer> {
  const organization = organizationOf(call);
  const links = await deps.db.read(call, (tx) => findLinksOfShare(tx, organization, id));
  const cut = links.filter(({ state }) => state === 'removing').map((link) => link.id);
  return await finishRemovals(deps, call, { thing: id, links: cut }, async (tx) => {
    const share = await findShare(tx, organization, id);
    if (!share) throw new Refusal('lost_race', `${id} was withdrawn by another call just now`, { id });
    return { ...(await toAnswer(tx, share)), ...tells?.() };
  });
}

async function attemptChange(
  deps: Deps,
  call: Call,
  id: ShareId,
  changeOf: ChangeOf,
  terms: Terms,
): Promise<AudienceAnswer> {
  const organization = organizationOf(call);
  const { found, links } = await deps.db.read(call, async (tx) => ({
    found: await findShare(tx, organization, id),
    links: await findLinksOfShare(tx, organization, id),
  }));
  if (!found) throw notFound('share', id);
  const [share = found] = await dropGoneTargets(deps, call, [found]);
  const change = changeOf(share);
  const outside = await findOutside(deps, call, links, change.audience);
  await deps.reached('creators_asked');
  const removal = {
    time: deps.now(),
    remover: principalOf(call).principal,
    reason: 'audience_narrowed',
    comment: '',
  } as const;
  const apply = (tx: WriteTx) => applyChange(tx, share, change, terms, { links, outside, removal });
  if (call.validateOnly) {
    await deps.db.rehearse(call, apply);
    return { impact: await impactOn(deps, call, touchedBy(share.audience, change.audience, links, outside)) };
  }
  const begun = await deps.db.write(call, async (tx): Promise<Earlier<AudienceAnswer>> => {
    const request = await beginRequest(tx, call, id);
    if (request.state !== 'new') return toEarlier<AudienceAnswer>(request);
    const saved = await apply(tx);
    if (terms.cuts && outside.size > 0) return { state: 'running', thingId: id };
    const answer = { ...(await toAnswer(tx, saved)), ...terms.tells?.() };
    await answerRequest(tx, call, answer);
    return { state: 'done', answer };
  });
  if (begun.state === 'done') return begun.answer;
  await deps.reached('audience_changed');
  return await finishCut(deps, call, id, terms.tells);
}

type Judged = {
  readonly links: readonly StoredLink[];
  readonly outside: ReadonlySet<LinkId>;
  readonly removal: Removal;
};

async function applyChange(
  tx: WriteTx,
  { organization, id, version, audience }: StoredShare,
  change: AudienceChange,
  { etag, cuts, inTheWay }: Terms,
  { links, outside, removal }: Judged,
): Promise<StoredShare> {
  const share = await lockShare(tx, organization, id);
  if (!share) throw notFound('share', id);
  assertFresh(etag, share);
  if (share.version !== version) throw shareChanged(id);
  const current = await findLinksOfShare(tx, organization, id);
  if (!isSameLinks(current, links)) throw linksChanged(id);
  if (isNoChange(audience, change)) return { ...share, audience };
  await removeGoneShares(tx, organization, inTheWay, removal.time);
  const saved = await saveShare(tx, { ...share, ...change, updateTime: removal.time });
  await replaceTargets(tx, saved);
  const [cut, kept] = cuts ? split(current, outside) : [[], current];
  const act = { action: 'share_updated', actor: removal.remover, share: saved, before: share, after: saved } as const;
  recordShareAct(tx, { ...act, flags: flagsOf(kept, outside) });
  for (const link of cut) await beginRemoval(tx, link, removal);
  await flagOutside(tx, organization, kept, outside);
  return saved;
}

/** Of a list to which nobody comes and from which nobody goes, the share keeps its etag. */
function isNoChange(before: Audience, { audience, ...words }: AudienceChange): boolean {
  return Object.keys(words).length === 0 && audience.kind === 'tenants' && isSameAudience(before, audience);
}

/** The links whose creators the audience would not admit into the project that links. */
async function findOutside(
  { directory }: Deps,
  call: Call,
  links: readonly StoredLink[],
  audience: Audience,
): Promise<ReadonlySet<LinkId>> {
  const places = links.map(({ creator, project }) => ({ principal: creator, project }));
  const standings = await directory.standings(call, places);
  return new Set(
    links
      .filter((_, place) => {
        const standing = standings[place];
        return !standing || !keepsLink(audience, standing);
      })
      .map(({ id }) => id),
  );
}

function split(links: readonly StoredLink[], outside: ReadonlySet<LinkId>): [out: StoredLink[], within: StoredLink[]] {
  return [links.filter(({ id }) => outside.has(id)), links.filter(({ id }) => !outside.has(id))];
}

/** The projects of the links whose flag changes, but for links that nobody sees. */
function flagsOf(links: readonly StoredLink[], outside: ReadonlySet<LinkId>): ShareAct['flags'] {
  return links
    .filter(({ id, state, isOutsideAudience }) => showsSource(state) && outside.has(id) !== isOutsideAudience)
    .map(({ id, project }) => ({ project, isOutside: outside.has(id) }));
}

function isSameLinks(one: readonly StoredLink[], other: readonly StoredLink[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return one.length === other.length && other.every(({ id }) => ids.has(id));
}

function shareChanged(id: ShareId): Refusal {
  return new Refusal('lost_race', `${id} was changed by another call meanwhile; repeat`, { id });
}

function linksChanged(id: ShareId): Refusal {
  return new Refusal('lost_race', `projects linked or unlinked ${id} meanwhile; repeat`, { id });
}

async function toAnswer(tx: ReadTx, share: StoredShare): Promise<AudienceAnswer> {
  const counts = await countLinks(tx, share.organization, [share.id]);
  return { share: toShareMessage(share, counts.get(share.id)) };
}

/** The links that would fall outside, with their projects, and who comes on the list or off it. */
function touchedBy(
  before: Audience,
  after: Audience,
  links: readonly StoredLink[],
  outside: ReadonlySet<LinkId>,
): Touched {
  const touched = links.filter(({ id }) => outside.has(id));
  const [gone, come] = [listedIn(before), listedIn(after)];
  return {
    projects: [...touched.map(({ project }) => project), ...inOneOnly(gone.projects, come.projects)],
    links: touched.map(({ id }) => id),
    principals: inOneOnly(gone.principals, come.principals),
  };
}

function inOneOnly<Id>(some: ReadonlySet<Id>, others: ReadonlySet<Id>): Id[] {
  return [...some, ...others].filter((id) => !some.has(id) || !others.has(id));
}
