import type { OfferService } from '@easement/contracts';
import { assertMaySeeInside, parseId, type Standing, waysIn } from '@easement/domain';
import { pageOf } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findLinksToShares } from '../links/link-lists.ts';
import type { Catalog } from '../peers/catalog.ts';
import { findSharesWithoutLists } from '../shares/share-lists.ts';
import type { StoredShare } from '../shares/share.table.ts';
import { type OfferFacts, toOfferMessage } from './offer-message.ts';
import { pageOfOffers } from './offer-store.ts';

/** A page may be shorter than it should be: shares whose bucket is gone are left out of it. */
export function listOffers(deps: Deps): Handler<typeof OfferService.method.listOffers> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    const page = pageOf(deps.pages, call, request);
    const standing = await deps.directory.standing(call, principal, project);
    assertMaySeeInside(standing, 'listing offers');
    const { shares, links, next } = await deps.db.read(call, async (tx) => {
      const { ids, next } = await pageOfOffers(tx, organization, waysIn(standing), page);
      const found = new Map((await findSharesWithoutLists(tx, organization, ids)).map((share) => [share.id, share]));
      return {
        shares: ids.flatMap((id) => found.get(id) ?? []),
        links: await findLinksToShares(tx, organization, project, ids),
        next,
      };
    });
    const facts = await gatherFacts(deps, call, standing, shares);
    const linked = new Map(links.map((link) => [link.share, link]));
    return {
      offers: shares.flatMap(
        (share) => toOfferMessage(share, { ...facts, standing, link: linked.get(share.id) }) ?? [],
      ),
      nextPageToken: deps.pages.sign(call, next),
    };
  };
}

/** What the others know of a whole page: one question for each kind of thing. */
async function gatherFacts(
  { directory, catalog }: Deps,
  call: Call,
  { project }: Standing,
  shares: readonly StoredShare[],
): Promise<Omit<OfferFacts, 'standing' | 'link'>> {
  const [buckets, providers, sharers] = await Promise.all([
    findBuckets(catalog, call, shares),
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
  return { buckets, providers, sharers, takenNames: await catalog.ownersOfNames(call, project, names) };
}

async function findBuckets(
  catalog: Catalog,
  call: Call,
  shares: readonly StoredShare[],
): Promise<OfferFacts['buckets']> {
  if (shares.length === 0) return new Map();
  const ids = shares.map(({ bucket }) => bucket);
  return (await catalog.objects(call, ids)).buckets;
}
