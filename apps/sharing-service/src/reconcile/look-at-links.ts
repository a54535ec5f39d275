import { judgeLink, type LinkFacts, type LinkVerdict, type OrganizationId } from '@easement/domain';
import { findPage, type ReadTx } from '@easement/persistence';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { linkTable, type StoredLink, toLink } from '../links/link.table.ts';
import { findShares } from '../shares/share-store.ts';
import type { StoredShare } from '../shares/share.table.ts';
import type { NewCall } from '../sweeper/sweep.ts';
import type { Finding, Look } from './finding.ts';
import { type Judged, settleLinks } from './settle-links.ts';

/**
 * Every link that is not removed, beside its share, its projects, its bucket, and what the catalog keeps of it. Read here
 * first: a hold is placed before its link is active, and released after its removal is begun, so a link whose hold is
 * missing then was not made just now.
 */
export const lookAtLinks: Look = async (deps, newCall, { size, after, dryRun }) => {
  const call = newCall();
  const { links, shares, next } = await deps.db.read(call, (tx) => read(tx, organizationOf(call), size, after));
  await deps.reached('links_read');
  const judged = await judge(deps, newCall, links, shares);
  const settled = dryRun ? judged : await settleLinks(deps, newCall, judged);
  return { findings: settled.map(toFinding), checked: links.length, next };
};

async function read(tx: ReadTx, organization: OrganizationId, size: number, after: string) {
  const where = { organization_id: organization, live: true } as const;
  const page = { by: ['id'], size, after: after === '' ? undefined : [after] } as const;
  const { rows, next } = await findPage(tx, linkTable, where, page);
  const links = rows.map(toLink);
  const shares = await findShares(
    tx,
    organization,
    links.map(({ share }) => share),
  );
  return { links, shares, next: next && String(next[0]) };
}

/** Those that cannot stay as they are, each with what is to be done. */
async function judge(
  { inventory }: Deps,
  newCall: NewCall,
  links: readonly StoredLink[],
  shares: readonly StoredShare[],
): Promise<Judged[]> {
  const call = newCall();
  const projects = links.flatMap(({ project, source }) => [project, source]);
  const [known, owners, holds] = await Promise.all([
    inventory.projects(call, projects),
    inventory.bucketOwners(
      call,
      links.map(({ bucket }) => bucket),
    ),
    inventory.holdsOf(
      call,
      links.map(({ id }) => id),
    ),
  ]);
  const shareOf = new Map(shares.map((share) => [share.id, share]));
  const factsOf = (link: StoredLink): LinkFacts => ({
    link: { ...link, nextName: link.next?.name },
    share: shareOf.get(link.share),
    hasProject: known.has(link.project),
    hasSource: known.has(link.source),
    bucketOwner: owners.get(link.bucket),
    hold: holds.get(link.id),
  });
  return links.flatMap((link) => {
    const verdict = judgeLink(factsOf(link));
    return verdict.act === 'keep' ? [] : [{ link, verdict }];
  });
}

function toFinding({ link: { id, name, project }, verdict }: Judged): Finding {
  return { id, name, project, ...outcomeOf(verdict) };
}

function outcomeOf(verdict: Exclude<LinkVerdict, { act: 'keep' }>): Pick<Finding, 'action' | 'cause' | 'detail'> {
  switch (verdict.act) {
    case 'undo':
      return { action: 'link_undone', cause: 'unfinished' };
    case 'finish_removal':
      return { action: 'removal_finished', cause: 'unfinished' };
    case 'finish_renaming':
      return { action: 'link_renamed', cause: 'unfinished' };
    case 'rename':
      return { action: 'link_renamed', cause: 'name_differs', detail: verdict.name };
    case 'cut':
      return { action: 'link_cut', cause: verdict.because };
  }
}
