import { GrantedKind, type Grant, Privilege, ShareKind, type Share } from '@easement/contracts';
import { asService, onBehalf } from '@easement/rpc';
import type { ObjectName } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { findShare, getOffer } from './find-share.ts';
import type { Here } from './here.ts';
import { type Outcome, timeText } from './outcome.ts';
import { namesOfProjects } from './project-names.ts';
import { readAll } from './read-all.ts';
import { bucketOf } from './show-shares.ts';

/** What a share holds: one that the project has made, or one that is offered to it. */
export async function describeShare(deps: Deps, here: Here, name: ObjectName): Promise<Outcome> {
  const share = await findEither(deps, here, name);
  const grants = await contentOf(deps, here, share);
  const nameOf = await namesOfObjects(deps, here, grants);
  const projectOf = await namesOfProjects(deps, here, [share.projectId]);
  const rows = grants
    .map((grant) => [kindText(grant), `${projectOf(share.projectId)}.${nameOf(grant)}`, timeText(grant.createTime)])
    .sort(([one = ''], [other = '']) => order.indexOf(one) - order.indexOf(other));
  return { columns: ['Kind', 'Name', 'Shared_on'], rows };
}

type Content = Pick<Grant, 'objectId' | 'objectKind' | 'bucketId' | 'privilege' | 'createTime'>;

const order = ['DATABASE', 'TABLE', 'VIEW', 'FUNCTION', 'REFERENCE'];

async function findEither(deps: Deps, here: Here, name: ObjectName): Promise<Share> {
  const [only = '', ...more] = name.parts;
  const own = more.length === 0 ? await findShare(deps, here, only) : undefined;
  if (own) return own;
  const { shareId } = await getOffer(deps, here, name);
  const { share } = await deps.statementPeers.shares.getShare({ shareId }, onBehalf(here.call));
  if (!share) throw new Error('sharing-service answered no share');
  return share;
}

/** A share of a whole bucket holds that; the others, what was granted. */
async function contentOf({ statementPeers }: Deps, { call }: Here, share: Share): Promise<Content[]> {
  if (share.kind !== ShareKind.GRANTS) {
    const bucketId = bucketOf(share);
    const whole = { objectId: bucketId, bucketId, objectKind: GrantedKind.BUCKET, privilege: Privilege.USAGE };
    return [{ ...whole, ...(share.createTime ? { createTime: share.createTime } : {}) }];
  }
  const parent = { case: 'shareId', value: share.id } as const;
  return await readAll(
    (page) => statementPeers.shares.listGrants({ parent, ...page }, onBehalf(call)),
    ({ grants }) => grants,
  );
}

/** `db1` of a database, `db1.table1` of what is in one. What is gone meanwhile keeps its id. */
async function namesOfObjects(
  { statementPeers }: Deps,
  { call }: Here,
  grants: readonly Content[],
): Promise<(grant: Content) => string> {
  const objectIds = [...new Set(grants.flatMap(({ objectId, bucketId }) => [objectId, bucketId]))];
  const names = new Map<string, string>();
  for (let from = 0; from < objectIds.length; from += 1000) {
    const some = { objectIds: objectIds.slice(from, from + 1000) };
    const { buckets, tables, views, functions } = await statementPeers.objects.lookUpObjects(some, asService(call));
    for (const { id, name } of [...buckets, ...tables, ...views, ...functions]) names.set(id, name);
  }
  const nameOf = (id: string) => names.get(id) ?? id;
  return ({ objectId, objectKind, bucketId }) =>
    objectKind === GrantedKind.BUCKET ? nameOf(objectId) : `${nameOf(bucketId)}.${nameOf(objectId)}`;
}

function kindText({ objectKind, privilege }: Content): string {
  if (privilege === Privilege.REFERENCE_USAGE) return 'REFERENCE';
  return kinds.get(objectKind) ?? 'DATABASE';
}

const kinds = new Map<GrantedKind, string>([
  [GrantedKind.TABLE, 'TABLE'],
  [GrantedKind.VIEW, 'VIEW'],
  [GrantedKind.FUNCTION, 'FUNCTION'],
]);
