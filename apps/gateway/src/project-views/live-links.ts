import { type Link, LinkService, LinkState, ReachService } from '@easement/contracts';
import { asService, type Call, type Dial, onBehalf, principalOf } from '@easement/rpc';

/** A link, and what it shows of its bucket where that is not all of it. */
export type ShownLink = Link & { readonly granted?: ReadonlySet<string> };

const perPage = 1_000;
/** As many as catalog-service takes in one request. */
const most = 10_000;

/** Answers the links by which a project has buckets right now, the first ten thousand: none to a single object. */
export function liveLinks(dial: Dial): (call: Call, projectId: string) => Promise<ShownLink[]> {
  const links = dial('sharing', LinkService);
  const reaches = dial('sharing', ReachService);
  return async (call, projectId) => {
    const found: Link[] = [];
    let pageToken = '';
    do {
      const parent = { case: 'projectId' as const, value: projectId };
      const page = await links.listLinks({ parent, pageSize: perPage, pageToken }, onBehalf(call));
      found.push(...page.links.filter((link) => isLive(link) && link.objectId === ''));
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && found.length < most);
    const shown = new Map<string, ReadonlySet<string>>();
    const ids = found.slice(0, most).map(({ id }) => id);
    const { principal } = principalOf(call);
    for (let from = 0; from < ids.length; from += perPage) {
      const asked = { principalId: principal, linkIds: ids.slice(from, from + perPage) };
      const answer = await reaches.findReach(asked, asService(call));
      for (const { linkId, onlyGranted, grantedIds } of answer.reaches) {
        if (onlyGranted) shown.set(linkId, new Set(grantedIds));
      }
    }
    return found.slice(0, most).map((link) => withGranted(link, shown.get(link.id)));
  };
}

/** What links show of the buckets that none of them shows whole. */
export function grantedOf(
  links: ReadonlyMap<string, readonly ShownLink[]>,
): { readonly bucketId: string; readonly objectIds: string[] }[] {
  return [...links].flatMap(([bucketId, showing]) => {
    if (showing.some(({ granted }) => !granted)) return [];
    return [{ bucketId, objectIds: [...new Set(showing.flatMap(({ granted }) => [...(granted ?? [])]))] }];
  });
}

function withGranted(link: Link, granted: ReadonlySet<string> | undefined): ShownLink {
  return granted === undefined ? link : { ...link, granted };
}

function isLive({ state }: Link): boolean {
  return state === LinkState.ACTIVE || state === LinkState.RENAMING;
}
