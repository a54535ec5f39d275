import type { LinkService } from '@easement/contracts';
import { assertFresh, type LinkId, notFound, parseId } from '@easement/domain';
import { beginRequest, type WriteTx } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { recall } from '../repeats.ts';
import { assertMayChangeLink } from './change-link.ts';
import { beginRemoval } from './link-states.ts';
import { lockLink } from './link-store.ts';
import type { Removal } from './link.table.ts';
import { finishRemovals, removalOf } from './remove-links.ts';
import { seeLink } from './see-link.ts';

/** Links that are still being made, or being removed already, are removed too: the answer says that the way is free. */
export function deleteLink(deps: Deps): Handler<typeof LinkService.method.deleteLink> {
  return async (request, call) => {
    const id = parseId('link', request.linkId);
    const earlier = await recall<object>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'new') {
      const seen = await seeLink(deps, call, id);
      assertMayChangeLink(seen, 'unlinking');
      const time = deps.now();
      const removal: Removal = { time, remover: principalOf(call).principal, reason: 'unlinked', comment: '' };
      const close = (tx: WriteTx) => closeLink(tx, call, id, request.etag, removal);
      if (call.validateOnly) {
        await deps.db.rehearse(call, close);
        return { impact: await impactOn(deps, call, { projects: [seen.link.project], links: [id] }) };
      }
      await deps.db.write(call, async (tx) => {
        if ((await beginRequest(tx, call, removalOf(id))).state === 'new') await close(tx);
      });
      await deps.reached('link_removing');
    }
    return await finishRemovals(deps, call, { thing: removalOf(id), links: [id] }, async () => ({}));
  };
}

async function closeLink(tx: WriteTx, call: Call, id: LinkId, etag: string, removal: Removal): Promise<void> {
  const link = await lockLink(tx, principalOf(call).organization, id);
  if (!link || link.state === 'removed') throw notFound('link', id);
  assertFresh(etag, link);
  await beginRemoval(tx, link, removal);
}
