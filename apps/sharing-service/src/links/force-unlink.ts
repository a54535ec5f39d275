import type { LinkService } from '@easement/contracts';
import { assertMayManageShares, type LinkId, noSuchLink, parseId, Refusal, type ShareId } from '@easement/domain';
import { beginRequest, type WriteTx } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { recall } from '../repeats.ts';
import { seeShare } from '../shares/see-share.ts';
import { beginRemoval } from './link-states.ts';
import { findLinkOfProject, lockLink } from './link-store.ts';
import type { Removal } from './link.table.ts';
import { finishRemovals, removalOf } from './remove-links.ts';

export function forceUnlink(deps: Deps): Handler<typeof LinkService.method.forceUnlink> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const [share, project] = [parseId('share', request.shareId), parseId('project', request.projectId)];
    const earlier = await recall<object>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finish(deps, call, earlier.thingId);
    await assertMayForce(deps, call, share, noSuchLink(share, project));
    const link = await deps.db.read(call, (tx) => findLinkOfProject(tx, organization, share, project));
    if (!link) throw noSuchLink(share, project);
    const removal = { time: deps.now(), remover: principal, reason: 'forced', comment: request.comment } as const;
    const close = (tx: WriteTx) => closeLink(tx, call, link.id, removal, noSuchLink(share, project));
    if (call.validateOnly) {
      await deps.db.rehearse(call, close);
      return { impact: await impactOn(deps, call, { projects: [project], links: [link.id] }) };
    }
    const thing = await deps.db.write(call, async (tx) => {
      const begun = await beginRequest(tx, call, removalOf(link.id));
      if (begun.state === 'new') await close(tx);
      return begun.state === 'running' ? begun.thingId : removalOf(link.id);
    });
    await deps.reached('link_removing');
    return await finish(deps, call, thing);
  };
}

/** A share that is not there, or not to be seen, answers as one that the project does not link. */
async function assertMayForce(deps: Deps, call: Call, share: ShareId, refusal: Refusal): Promise<void> {
  const seen = await seeShare(deps, call, share).catch((error: unknown) => {
    throw error instanceof Refusal && error.reason === 'not_found' ? refusal : error;
  });
  assertMayManageShares(seen.standing, 'removing a link by force');
}

async function closeLink(tx: WriteTx, call: Call, id: LinkId, removal: Removal, refusal: Refusal): Promise<void> {
  const link = await lockLink(tx, principalOf(call).organization, id);
  if (!link || link.state === 'removed') throw refusal;
  await beginRemoval(tx, link, removal);
}

function finish(deps: Deps, call: Call, thing: string): Promise<object> {
  const id = linkOf(thing);
  return finishRemovals(deps, call, { thing, links: [id] }, async () => ({}));
}

function linkOf(thing: string): LinkId {
  return parseId('link', thing.slice(removalOf('' as LinkId).length));
}
