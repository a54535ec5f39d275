import type { LinkService } from '@easement/contracts';
import {
  assertMayManageShares,
  type LinkId,
  noSuchLink,
  parseId,
  type ProjectId,
  Refusal,
  type ShareId,
} from '@easement/domain';
import { beginRequest, type WriteTx } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { recall } from '../repeats.ts';
import { seeShare } from '../shares/see-share.ts';
import { beginRemoval } from './link-states.ts';
import { findLinksOfProject, lockLink } from './link-store.ts';
import type { Removal } from './link.table.ts';
import { finishRemovals, removalOf } from './remove-links.ts';

/** The links of a project to one share go together, whole and to single objects: the first of them names the request. */
export function forceUnlink(deps: Deps): Handler<typeof LinkService.method.forceUnlink> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const [share, project] = [parseId('share', request.shareId), parseId('project', request.projectId)];
    const earlier = await recall<object>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finish(deps, call, earlier.thingId, share, project);
    await assertMayForce(deps, call, share, noSuchLink(share, project));
    const links = await deps.db.read(call, (tx) => findLinksOfProject(tx, organization, share, project));
    const ids = links.map(({ id }) => id).sort();
    const [first] = ids;
    if (!first) throw noSuchLink(share, project);
    const removal = { time: deps.now(), remover: principal, reason: 'forced', comment: request.comment } as const;
    const close = (tx: WriteTx) => closeLinks(tx, call, ids, removal, noSuchLink(share, project));
    if (call.validateOnly) {
      await deps.db.rehearse(call, close);
      return { impact: await impactOn(deps, call, { projects: [project], links: ids }) };
    }
    const thing = await deps.db.write(call, async (tx) => {
      const begun = await beginRequest(tx, call, removalOf(first));
      if (begun.state === 'new') await close(tx);
      return begun.state === 'running' ? begun.thingId : removalOf(first);
    });
    await deps.reached('link_removing');
    return await finish(deps, call, thing, share, project);
  };
}

/** A share that is not there, or not to be seen, answers as one that the project does not link. */
async function assertMayForce(deps: Deps, call: Call, share: ShareId, refusal: Refusal): Promise<void> {
  const seen = await seeShare(deps, call, share).catch((error: unknown) => {
    throw error instanceof Refusal && error.reason === 'not_found' ? refusal : error;
  });
  assertMayManageShares(seen.standing, 'removing a link by force');
}

async function closeLinks(tx: WriteTx, call: Call, ids: LinkId[], removal: Removal, refusal: Refusal): Promise<void> {
  let isAny = false;
  for (const id of ids) {
    const link = await lockLink(tx, principalOf(call).organization, id);
    if (!link || link.state === 'removed') continue;
    isAny = true;
    await beginRemoval(tx, link, removal);
  }
  if (!isAny) throw refusal;
}

/** Finishes all that are being removed there, whoever began it. */
async function finish(deps: Deps, call: Call, thing: string, share: ShareId, project: ProjectId): Promise<object> {
  const { organization } = principalOf(call);
  const left = await deps.db.read(call, (tx) => findLinksOfProject(tx, organization, share, project));
  const removing = left.filter(({ state }) => state === 'removing').map(({ id }) => id);
  const links = [...new Set([linkOf(thing), ...removing])];
  return await finishRemovals(deps, call, { thing, links }, async () => ({}));
}

function linkOf(thing: string): LinkId {
  return parseId('link', thing.slice(removalOf('' as LinkId).length));
}
