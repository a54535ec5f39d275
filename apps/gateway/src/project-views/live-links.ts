import { type Link, LinkService, LinkState } from '@easement/contracts';
import { type Call, type Dial, onBehalf } from '@easement/rpc';

const perPage = 1_000;
/** As many as catalog-service takes in one request. */
const most = 10_000;

/** Answers the links that a project reads by right now, the first ten thousand. */
export function liveLinks(dial: Dial): (call: Call, projectId: string) => Promise<Link[]> {
  const links = dial('sharing', LinkService);
  return async (call, projectId) => {
    const found: Link[] = [];
    let pageToken = '';
    do {
      const parent = { case: 'projectId' as const, value: projectId };
      const page = await links.listLinks({ parent, pageSize: perPage, pageToken }, onBehalf(call));
      found.push(...page.links.filter(isLive));
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && found.length < most);
    return found.slice(0, most);
  };
}

function isLive({ state }: Link): boolean {
  return state === LinkState.ACTIVE || state === LinkState.RENAMING;
}
