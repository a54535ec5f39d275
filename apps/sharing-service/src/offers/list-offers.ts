import type { ListOffersRequest, OfferService } from '@easement/contracts';
import {
  assertMaySeeInside,
  nameKey,
  parseId,
  policies,
  type ProjectId,
  type ShareId,
  type Standing,
  waysIn,
} from '@easement/domain';
import { pageOf, type Position } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { bytesOfTexts, endPage } from '../end-page.ts';
import { findGrants } from '../grants/grant-store.ts';
import type { StoredGrant } from '../grants/grant.table.ts';
import { findLinksToShares } from '../links/link-lists.ts';
import type { Catalog } from '../peers/catalog.ts';
import { findSharesWithoutLists } from '../shares/share-lists.ts';
import type { StoredShare } from '../shares/share.table.ts';
import { type OfferFacts, toOfferMessage } from './offer-message.ts';
import { pageOfOffers, pageOfOffersNamed } from './offer-store.ts';

/** A page may be shorter than it should be: shares whose bucket is gone are left out of it, and long words end it early. */
export function listOffers(deps: Deps): Handler<typeof OfferService.method.listOffers> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    const page = pageOf(deps.pages, call, request);
    const standing = await deps.directory.standing(call, principal, project);
    assertMaySeeInside(standing, 'listing offers');
    const provider = await findProvider(deps, call, request);
    if (provider === 'nobody') return { offers: [], nextPageToken: '' };
    const {
      shares: all,
      links,
      grants,
      next: nextOfAll,
    } = await deps.db.read(call, async (tx) => {
      const key = nameKey(request.shareName);
      const { ids, next } = await (key === ''
        ? pageOfOffers(tx, organization, waysIn(standing), page, provider)
        : pageOfOffersNamed(tx, organization, waysIn(standing), page, { key, provider }));
      const found = new Map((await findSharesWithoutLists(tx, organization, ids)).map((share) => [share.id, share]));
      return {
        shares: ids.flatMap((id) => found.get(id) ?? []),
        links: await findLinksToShares(tx, organization, project, ids),
        grants: await findGrants(tx, organization, grantShares([...found.values()])),
        next,
      };
    });
    const facts = await gatherFacts(deps, call, standing, all, grants);
    const bytesOf = ({ comment, bucket }: StoredShare) =>
      bytesOfTexts(comment, (bucket && facts.buckets.get(bucket)?.description) ?? '');
    const { found: shares, next } = endPage({ found: all, next: nextOfAll }, { bytesOf, positionOf });
    const linked = new Map(links.map((link) => [link.share, link]));
    return {
      offers: shares.flatMap(
        (share) => toOfferMessage(share, { ...facts, standing, link: linked.get(share.id) }) ?? [],
      ),
      nextPageToken: deps.pages.sign(call, next),
    };
  };
}

/** Where an offer is in their order. */
function positionOf({ providerKey, project, id }: StoredShare): Position {
  return [providerKey, project, id];
}

/** The one provider that is asked for, by the name that it has now; undefined for all of them. */
async function findProvider(
  { directory }: Deps,
  call: Call,
  { providerProjectName: name }: ListOffersRequest,
): Promise<ProjectId | 'nobody' | undefined> {
  return name === '' ? undefined : ((await directory.projectNamed(call, name)) ?? 'nobody');
}

/** Those of which not the bucket but what is granted tells how much they are. */
function grantShares(shares: readonly StoredShare[]): ShareId[] {
  return shares.flatMap(({ id, kind }) => (policies[kind].shows === 'granted_objects' ? [id] : []));
}

/** What the others know of a whole page: one question for each kind of thing. */
async function gatherFacts(
  { directory, catalog }: Deps,
  call: Call,
  { project }: Standing,
  shares: readonly StoredShare[],
  grants: readonly StoredGrant[],
): Promise<Omit<OfferFacts, 'standing' | 'link'>> {
  const [{ buckets, tables }, providers, sharers] = await Promise.all([
    findSources(catalog, call, shares, grants),
    directory.projectNames(
      call,
      shares.map((share) => share.project),
    ),
    directory.principals(
      call,
      shares.map(({ creator }) => creator),
    ),
  ]);
  const names = [...new Set([...buckets.values()].map(({ name }) => name))];
  return {
    buckets,
    grants: Map.groupBy(grants, ({ share }) => share),
    tables,
    providers,
    sharers,
    takenNames: await catalog.ownersOfNames(call, { project, target: undefined }, names),
  };
}

async function findSources(
  catalog: Catalog,
  call: Call,
  shares: readonly StoredShare[],
  grants: readonly StoredGrant[],
): Promise<Pick<OfferFacts, 'buckets' | 'tables'>> {
  if (shares.length === 0) return { buckets: new Map(), tables: new Map() };
  const granted = grants.flatMap(({ kind, object }) => (kind === 'table' ? [object] : []));
  return await catalog.objects(call, [...shares.flatMap(({ bucket }) => bucket ?? []), ...granted]);
}
