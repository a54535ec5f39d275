import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RevokeResponseSchema, ShareService } from '@easement/contracts';
import {
  assertMayManageShares,
  assertPrivilegeFits,
  type BucketId,
  isId,
  notFound,
  type ObjectId,
  parseId,
  parseObjectId,
  takenAlong,
  usedBucket,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import { recordGrantAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { findLinksOfShare } from '../links/link-store.ts';
import { recall } from '../repeats.ts';
import { seeShare } from '../shares/see-share.ts';
import { lockShare, saveShare } from '../shares/share-store.ts';
import type { StoredShare } from '../shares/share.table.ts';
import { kindOf } from './find-grantable.ts';
import { linkersOf } from './grant.ts';
import { toGrantMessage, toPrivilege } from './grant-message.ts';
import { deleteGrants, findGrants } from './grant-store.ts';
import type { StoredGrant } from './grant.table.ts';

type Answer = MessageInitShape<typeof RevokeResponseSchema>;

/** Every read asks for the grants as they are, so the commit is the end of what was granted. The object may be gone. */
export function revoke(deps: Deps): Handler<typeof ShareService.method.revoke> {
  return async (request, call) => {
    const id = parseId('share', request.shareId);
    const privilege = toPrivilege(request.privilege);
    const object = isId('bucket', request.objectId)
      ? parseId('bucket', request.objectId)
      : parseObjectId(request.objectId);
    const earlier = await recall<Answer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    const { share, standing } = await seeShare(deps, call, id);
    assertMayManageShares(standing, 'revoking');
    assertPrivilegeFits(privilege, { object, kind: kindOf(object) });
    const answer = await deps.db.once<Answer>(call, (tx) =>
      revokeLocked(tx, call, share, { object, privilege }, deps.now()),
    );
    return call.validateOnly ? { impact: await impactOn(deps, call, await linkersOf(deps, call, share)) } : answer;
  };
}

type Revoked = Pick<StoredGrant, 'privilege'> & { readonly object: BucketId | ObjectId };

async function revokeLocked(
  tx: WriteTx,
  call: Call,
  { organization, id }: StoredShare,
  revoked: Revoked,
  time: Date,
): Promise<Answer> {
  const share = await lockShare(tx, organization, id);
  if (!share) throw notFound('share', id);
  const grants = await findGrants(tx, organization, [id]);
  const gone = new Set(takenAlong(grants, revoked));
  if (gone.size === 0) return { unchanged: true };
  const [taken, left] = [grants.filter((one) => gone.has(one)), grants.filter((one) => !gone.has(one))];
  await deleteGrants(tx, taken);
  const links = await findLinksOfShare(tx, organization, id);
  // Projects that link took up this bucket; without any, the share is free for another one.
  const bucket = usedBucket(left) ?? (links.length > 0 ? share.bucket : undefined);
  const saved = await saveShare(tx, { ...share, bucket, updateTime: time });
  const linkers = links.map(({ project }) => project);
  const actor = principalOf(call).principal;
  recordGrantAct(tx, { action: 'share_revoked', actor, share: saved, grants: taken, linkers });
  return { revoked: taken.map(toGrantMessage) };
}
