import { maySeeShare, type Offered, type PrincipalId, type ProjectId, type Standing } from '@easement/domain';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findLinksToBuckets } from '../links/link-lists.ts';
import { findSharesOfBuckets } from '../shares/share-store.ts';
import type { Question } from './access-message.ts';
import type { Reached } from './gather-reach.ts';

type Asked = Pick<Question, 'action' | 'project'> &
  Pick<Reached, 'bucket' | 'bucketExists'> & { readonly standing: Standing };

/** For the questions whether something may be linked: the share that offers it, and whether it is linked already. */
export async function gatherOffers(
  deps: Deps,
  call: Call,
  asked: readonly Asked[],
): Promise<readonly (Offered | undefined)[]> {
  const organization = organizationOf(call);
  const linking = asked.filter(({ action, bucketExists }) => action === 'link' && bucketExists);
  const buckets = [...new Set(linking.flatMap(({ bucket }) => bucket ?? []))];
  if (buckets.length === 0) return [];
  const projects = [...new Set(linking.map(({ project }) => project))];
  const { shares, links } = await deps.db.read(call, async (tx) => ({
    shares: await findSharesOfBuckets(tx, organization, buckets),
    links: await findLinksToBuckets(tx, organization, buckets, projects),
  }));
  const findStandings = standingsFinder(deps, call);
  return await Promise.all(
    asked.map(async ({ action, bucket, project, standing }) => {
      const share = action === 'link' ? shares.find((one) => one.bucket === bucket) : undefined;
      if (!share) return undefined;
      const link = links.find((one) => one.share === share.id && one.project === project);
      const isSeen = maySeeShare(share, [standing]);
      return { share, link, standings: isSeen ? [] : await findStandings(standing.principal, share.project) };
    }),
  );
}

type FindStandings = (principal: PrincipalId, source: ProjectId) => Promise<readonly Standing[]>;

/**
 * All that may make a share visible to a principal beside its standing here. However many questions there are, each is
 * asked of identity-service once.
 */
function standingsFinder({ directory }: Deps, call: Call): FindStandings {
  const everywhere = new Map<string, Promise<readonly Standing[]>>();
  const found = new Map<string, Promise<readonly Standing[]>>();
  return (principal, source) =>
    remember(found, `${principal} ${source}`, async () => {
      const [atSource, others] = await Promise.all([
        directory.standing(call, principal, source),
        remember(everywhere, principal, () => directory.everywhere(call, principal)),
      ]);
      return [atSource, ...others];
    });
}

function remember<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
