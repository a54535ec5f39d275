import type { MessageInitShape } from '@bufbuild/protobuf';
import type { GrantResponseSchema, ShareService } from '@easement/contracts';
import {
  assertMayHold,
  assertMayManageShares,
  assertPrivilegeFits,
  type Grantable,
  isSameGrant,
  notFound,
  parseId,
  type Privilege,
  Refusal,
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
import { findGrantable } from './find-grantable.ts';
import { toGrantMessage, toPrivilege } from './grant-message.ts';
import { findGrants, insertGrant } from './grant-store.ts';

type Answer = MessageInitShape<typeof GrantResponseSchema>;

export function grant(deps: Deps): Handler<typeof ShareService.method.grant> {
  return async (request, call) => {
    const id = parseId('share', request.shareId);
    const privilege = toPrivilege(request.privilege);
    const earlier = await recall<Answer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    const { share, standing } = await seeShare(deps, call, id);
    const mayManage = () => assertMayManageShares(standing, 'granting');
    const granted = await findGrantable(deps, call, share, request.objectId).catch((refusal: unknown) => {
      // What the caller does not see comes before what it may not do, and that before what the object is.
      if (refusal instanceof Refusal && refusal.reason !== 'not_found') mayManage();
      throw refusal;
    });
    mayManage();
    assertPrivilegeFits(privilege, granted);
    const answer = await deps.db.once<Answer>(call, (tx) =>
      grantLocked(tx, call, share, { granted, privilege }, deps.now()),
    );
    return call.validateOnly ? { impact: await impactOn(deps, call, await linkersOf(deps, call, share)) } : answer;
  };
}

/** Checked under the lock of the share: its other grants and its links decide with. */
async function grantLocked(
  tx: WriteTx,
  call: Call,
  { organization, id }: StoredShare,
  { granted, privilege }: { readonly granted: Grantable; readonly privilege: Privilege },
  time: Date,
): Promise<Answer> {
  const share = await lockShare(tx, organization, id);
  if (!share) throw notFound('share', id);
  const grants = await findGrants(tx, organization, [id]);
  const { object, kind, bucket } = granted;
  const there = grants.find((one) => isSameGrant(one, { object, privilege }));
  if (there) return { grant: toGrantMessage(there), unchanged: true };
  const links = await findLinksOfShare(tx, organization, id);
  assertMayHold({ share, grants, isLinked: links.length > 0 }, granted, privilege);
  const { principal } = principalOf(call);
  const added = { organization, share: id, object, kind, bucket, privilege, creator: principal, createTime: time };
  await insertGrant(tx, added);
  const isUsage = kind === 'bucket' && privilege === 'usage';
  const saved = await saveShare(tx, { ...share, ...(isUsage ? { bucket } : {}), updateTime: time });
  const linkers = links.map(({ project }) => project);
  recordGrantAct(tx, { action: 'share_granted', actor: principal, share: saved, grants: [added], linkers });
  return { grant: toGrantMessage(added) };
}

/** Those who would see what is granted. */
export async function linkersOf({ db }: Deps, call: Call, { organization, id }: StoredShare) {
  const links = await db.read(call, (tx) => findLinksOfShare(tx, organization, id));
  return { projects: links.map(({ project }) => project), links: links.map((link) => link.id) };
}
