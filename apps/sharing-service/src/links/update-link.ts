import type { MessageInitShape } from '@bufbuild/protobuf';
import type { LinkService, UpdateLinkRequest, UpdateLinkResponseSchema } from '@easement/contracts';
import { assertFresh, checkName, maskedFields, parseId } from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { recall } from '../repeats.ts';
import { assertMayChangeLink } from './change-link.ts';
import { toLinkMessage, toStage } from './link-message.ts';
import { setStage } from './link-states.ts';
import { lockLink } from './link-store.ts';
import type { Stage, StoredLink } from './link.table.ts';
import { lockChangeable, renameLink, resumeRename } from './rename-link.ts';
import { seeLink } from './see-link.ts';

export type UpdateLinkAnswer = MessageInitShape<typeof UpdateLinkResponseSchema>;

/** A new name takes three steps, since the catalog keeps the names; a new stage alone takes one. */
export function updateLink(deps: Deps): Handler<typeof LinkService.method.updateLink> {
  return async (request, call) => {
    const id = parseId('link', request.linkId);
    const changes = toChanges(request);
    const earlier = await recall<UpdateLinkAnswer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await resumeRename(deps, call, id, changes);
    const seen = await seeLink(deps, call, id);
    assertMayChangeLink(seen, 'changing the link');
    const { name = seen.link.name, stage = seen.link.stage } = changes;
    if (name !== seen.link.name) {
      const next = { name, stage, renamer: principalOf(call).principal };
      return await renameLink(deps, call, seen.link, next, request.etag);
    }
    return await changeStage(deps, call, seen.link, stage, request.etag);
  };
}

export type LinkChanges = { readonly name?: string; readonly stage?: Stage };

function toChanges(request: UpdateLinkRequest): LinkChanges {
  const fields = maskedFields(request.updateMask, ['name', 'stage']);
  return {
    ...(fields.has('name') ? { name: checkName(request.name) } : {}),
    ...(fields.has('stage') ? { stage: toStage(request.stage) } : {}),
  };
}

async function changeStage(
  deps: Deps,
  call: Call,
  { organization, project, id }: StoredLink,
  stage: Stage,
  etag: string,
): Promise<UpdateLinkAnswer> {
  const time = deps.now();
  const answer = await deps.db.once<UpdateLinkAnswer>(call, async (tx) => {
    const link = await lockChangeable(tx, organization, id);
    assertFresh(etag, link);
    await setStage(tx, link, stage, { time, actor: principalOf(call).principal });
    const changed = (await lockLink(tx, organization, id)) ?? link;
    return { link: toLinkMessage(changed, true) };
  });
  return call.validateOnly ? { impact: await impactOn(deps, call, { projects: [project], links: [id] }) } : answer;
}
