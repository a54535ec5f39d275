import type { MessageInitShape } from '@bufbuild/protobuf';
import type { DeleteShareResponseSchema, ShareService } from '@easement/contracts';
import {
  assertFresh,
  assertMayManageShares,
  hasLinks,
  notFound,
  parseId,
  policies,
  type ShareId,
} from '@easement/domain';
import { answerRequest, beginRequest, type WriteTx } from '@easement/persistence';
import { type Call, type Handler, organizationOf, principalOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { impactOn, listedIn } from '../impact.ts';
import { cutLinks } from '../links/cut-links.ts';
import { findLinkers } from '../links/linkers.ts';
import { findLinksOfShare } from '../links/link-store.ts';
import type { Removal } from '../links/link.table.ts';
import { finishRemovals } from '../links/remove-links.ts';
import { type Earlier, recall, toEarlier } from '../repeats.ts';
import { seeShare } from './see-share.ts';
import { deleteShare as deleteStoredShare, lockShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

type Answer = MessageInitShape<typeof DeleteShareResponseSchema>;

/**
 * Who may withdraw a share is an organization member, and sees every project that a refusal names. Where links do not
 * stand in the way they are cut with it, and the answer comes once that is finished.
 */
export function deleteShare(deps: Deps): Handler<typeof ShareService.method.deleteShare> {
  return async (request, call) => {
    const id = parseId('share', request.shareId);
    const earlier = await recall<Answer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finish(deps, call, id);
    const { share: seen, standing } = await seeShare(deps, call, id);
    assertMayManageShares(standing, 'withdrawing a share');
    const { principal: remover } = principalOf(call);
    const removal = { time: deps.now(), remover, reason: 'share_dropped', comment: '' } as const;
    const withdraw = (tx: WriteTx) => withdrawLocked(tx, seen, request.etag, removal);
    if (call.validateOnly) return { impact: await rehearse(deps, call, seen, withdraw) };
    const begun = await deps.db.write(call, async (tx): Promise<Earlier<Answer>> => {
      const begin = await beginRequest(tx, call, id);
      if (begin.state !== 'new') return toEarlier<Answer>(begin);
      if ((await withdraw(tx)) > 0) return { state: 'running', thingId: id };
      await answerRequest(tx, call, {});
      return { state: 'done', answer: {} };
    });
    if (begun.state === 'done') return begun.answer;
    await deps.reached('link_removing');
    return await finish(deps, call, id);
  };
}

/** Answers how many links are to be finished. */
async function withdrawLocked(tx: WriteTx, seen: StoredShare, etag: string, removal: Removal): Promise<number> {
  const { organization, id } = seen;
  const share = await lockShare(tx, organization, id);
  if (!share) throw notFound('share', id);
  assertFresh(etag, share);
  const isRefused = policies[share.kind].dropWhileLinked === 'refused';
  const { count, projects } = await findLinkers(tx, organization, id);
  if (isRefused && count > 0) throw hasLinks(share.bucket ?? id, projects, count - projects.length);
  const cut = await cutLinks(tx, share, removal);
  await deleteStoredShare(tx, organization, id);
  const act = { action: 'share_deleted', actor: removal.remover, share, before: share } as const;
  recordShareAct(tx, { ...act, after: undefined, flags: [] });
  return cut.length;
}

/** Links outlive their share in the store, so a repeat finds those that are still to be finished. */
async function finish(deps: Deps, call: Call, id: ShareId): Promise<Answer> {
  const links = await deps.db.read(call, (tx) => findLinksOfShare(tx, organizationOf(call), id));
  const left = links.map((link) => link.id);
  return await finishRemovals(deps, call, { thing: id, links: left }, async () => ({}));
}

async function rehearse(deps: Deps, call: Call, share: StoredShare, withdraw: (tx: WriteTx) => Promise<unknown>) {
  await deps.db.rehearse(call, withdraw);
  const links = await deps.db.read(call, (tx) => findLinksOfShare(tx, share.organization, share.id));
  const { projects, principals } = listedIn(share.audience);
  const touched = { projects: [...projects, ...links.map(({ project }) => project)], principals };
  return await impactOn(deps, call, { ...touched, links: links.map(({ id }) => id) });
}
