import type { MessageInitShape } from '@bufbuild/protobuf';
import type { DeleteShareResponseSchema, ShareService } from '@easement/contracts';
import { assertFresh, assertMayManageShares, hasLinks, notFound, parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { impactOn, listedIn } from '../impact.ts';
import { findLinkers } from '../links/linkers.ts';
import { recall } from '../repeats.ts';
import { seeShare } from './see-share.ts';
import { deleteShare as deleteStoredShare, lockShare } from './share-store.ts';

type Answer = MessageInitShape<typeof DeleteShareResponseSchema>;

/** Who may withdraw a share is an organization member, and sees every project that a refusal names. */
export function deleteShare(deps: Deps): Handler<typeof ShareService.method.deleteShare> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const id = parseId('share', request.shareId);
    const earlier = await recall<Answer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    const { share: seen, standing } = await seeShare(deps, call, id);
    assertMayManageShares(standing, 'withdrawing a share');
    const answer = await deps.db.once<Answer>(call, async (tx) => {
      const share = await lockShare(tx, organization, id);
      if (!share) throw notFound('share', id);
      assertFresh(request.etag, share);
      const { count, projects } = await findLinkers(tx, organization, id);
      if (count > 0) throw hasLinks(share.bucket, projects, count - projects.length);
      await deleteStoredShare(tx, organization, id);
      const act = { action: 'share_deleted', actor: principal, share, before: share } as const;
      recordShareAct(tx, { ...act, after: undefined, flags: [] });
      return {};
    });
    return call.validateOnly ? { impact: await impactOn(deps, call, listedIn(seen.audience)) } : answer;
  };
}
