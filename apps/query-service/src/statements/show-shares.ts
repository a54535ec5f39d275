import { AudienceType, type Audience, type Share } from '@easement/contracts';
import { asService, onBehalf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import { type Outcome, timeText } from './outcome.ts';
import { namesOfProjects } from './project-names.ts';
import { readAll } from './read-all.ts';

/** What the project has made (OUTBOUND), then what is offered to it (INBOUND, with the database made from it, if any). */
export async function showShares(deps: Deps, here: Here): Promise<Outcome> {
  const columns = ['Created_on', 'Kind', 'Name', 'Database_name', 'To', 'From', 'Comment'];
  return { columns, rows: [...(await outbound(deps, here)), ...(await inbound(deps, here))] };
}

async function outbound(deps: Deps, here: Here): Promise<string[][]> {
  const { call, project } = here;
  const shares = await readAll(
    (page) => deps.statementPeers.shares.listShares({ projectId: project, ...page }, onBehalf(call)),
    (page) => page.shares,
  );
  const nameOf = await namesOfProjects(deps, here, [
    project,
    ...shares.flatMap(({ audience }) => audience?.projectIds ?? []),
  ]);
  const databaseOf = await namesOfBuckets(deps, here, shares.map(bucketOf));
  return shares.map((share) => [
    timeText(share.createTime),
    'OUTBOUND',
    share.name,
    databaseOf(bucketOf(share)),
    toText(share.audience, nameOf),
    nameOf(project),
    share.comment,
  ]);
}

async function inbound({ statementPeers }: Deps, { call, project }: Here): Promise<string[][]> {
  const offers = await readAll(
    (page) => statementPeers.offers.listOffers({ projectId: project, ...page }, onBehalf(call)),
    (page) => page.offers,
  );
  return offers
    .filter(({ providerProjectId }) => providerProjectId !== project)
    .map(({ shareTime, shareName, linkName, providerProjectName, comment }) => [
      timeText(shareTime),
      'INBOUND',
      shareName,
      linkName,
      '',
      providerProjectName,
      comment,
    ]);
}

/** The bucket that a share is of; empty before USAGE was granted. */
export function bucketOf({ bucket, grants }: Share): string {
  return bucket?.bucketId ?? grants?.bucketId ?? '';
}

/** Names of buckets by their ids, the empty one among them. */
export async function namesOfBuckets(
  { statementPeers }: Deps,
  { call }: Here,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const objectIds = [...new Set(ids)].filter((id) => id !== '');
  const names = new Map<string, string>();
  for (let from = 0; from < objectIds.length; from += 1000) {
    const some = objectIds.slice(from, from + 1000);
    const { buckets } = await statementPeers.objects.lookUpObjects({ objectIds: some }, asService(call));
    for (const { id, name } of buckets) names.set(id, name);
  }
  return (id) => names.get(id) ?? '';
}

/** To whom: the tenants, or in words those whom another type of audience admits. */
function toText(audience: Audience | undefined, nameOf: (id: string) => string): string {
  const { type, projectIds, users } = audience ?? { projectIds: [], users: [] };
  if (type === AudienceType.SELECTED_USERS) return users.join(', ');
  return projectIds.length > 0 ? projectIds.map(nameOf).join(', ') : (everybody.get(type) ?? '');
}

const everybody = new Map<AudienceType | undefined, string>([
  [AudienceType.ORGANIZATION_MEMBERS, 'every project, by members of the organization'],
  [AudienceType.PROJECT_MEMBERS, 'every project'],
]);
