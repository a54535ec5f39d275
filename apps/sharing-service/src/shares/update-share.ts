import { ExistingLinks, type ShareService, type UpdateShareRequest } from '@easement/contracts';
import {
  assertAudienceFits,
  assertFresh,
  assertMayManageShares,
  checkName,
  invalidField,
  maskedFields,
  notFound,
  parseId,
  policies,
  type ShareId,
  type ShareKind,
} from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { countLinks } from '../links/linkers.ts';
import { recall } from '../repeats.ts';
import { type AudienceDraft, toAudienceDraft } from './audience-message.ts';
import { type AudienceAnswer, changeAudience, finishCut, type Terms } from './change-audience.ts';
import { findGoneOwner, removeGoneShares } from './gone-shares.ts';
import { dropGoneTargets, resolveAudience } from './resolve-audience.ts';
import { seeShare } from './see-share.ts';
import { toShareMessage } from './share-message.ts';
import { lockShare, saveShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

type Draft = Partial<Pick<StoredShare, 'name' | 'comment'>> & { readonly audience?: AudienceDraft };

export function updateShare(deps: Deps): Handler<typeof ShareService.method.updateShare> {
  return async (request, call) => {
    const id = parseId('share', request.shareId);
    const draft = toDraft(request);
    const earlier = await recall<AudienceAnswer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finishCut(deps, call, id);
    const { share, standing } = await seeShare(deps, call, id);
    if (draft.audience) assertAudienceFits(share.kind, draft.audience.kind);
    const audience = draft.audience && (await resolveAudience(deps, call, draft.audience, standing));
    assertMayManageShares(standing, 'changing a share');
    assertFresh(request.etag, share);
    const cuts = cutsLinks(share.kind, request.existingLinks);
    const { audience: _asked, ...words } = draft;
    const change = (inTheWay: readonly ShareId[]): Promise<AudienceAnswer> => {
      const terms = { etag: request.etag, cuts, inTheWay };
      if (audience) return changeAudience(deps, call, id, () => ({ ...words, audience }), terms);
      return changeWords(deps, call, share, words, terms);
    };
    try {
      return await change([]);
    } catch (refusal) {
      const inTheWay = await findGoneOwner(deps, call, refusal);
      if (inTheWay.length > 0) return await change(inTheWay);
      throw refusal;
    }
  };
}

/** Refuses to keep links where the kind of share cuts them. */
function cutsLinks(kind: ShareKind, wanted: ExistingLinks): boolean {
  if (policies[kind].narrowing === 'keeps_and_flags') return wanted === ExistingLinks.CUT;
  if (wanted !== ExistingLinks.KEEP) return true;
  throw invalidField('existing_links', `links of a share of kind ${kind} are cut with the audience; leave it unset`);
}

/** A new name or comment touches nobody's link. */
async function changeWords(
  deps: Deps,
  call: Call,
  seen: StoredShare,
  words: Pick<Draft, 'name' | 'comment'>,
  { etag, inTheWay }: Pick<Terms, 'etag' | 'inTheWay'>,
): Promise<AudienceAnswer> {
  const { organization, id } = seen;
  const updateTime = deps.now();
  const [there = seen] = await dropGoneTargets(deps, call, [seen]);
  return await deps.db.once<AudienceAnswer>(call, async (tx) => {
    const share = await lockShare(tx, organization, id);
    if (!share) throw notFound('share', id);
    assertFresh(etag, share);
    await removeGoneShares(tx, organization, inTheWay, updateTime);
    const saved = await saveShare(tx, { ...share, ...words, updateTime });
    const act = { action: 'share_updated', actor: principalOf(call).principal, share: saved } as const;
    recordShareAct(tx, { ...act, before: share, after: saved, flags: [] });
    if (call.validateOnly) return { impact: {} };
    // Who changed its audience meanwhile answers with that; here it is the one that was read, without those who are gone.
    const shown = saved.version === seen.version + 1 ? { ...saved, audience: there.audience } : saved;
    return { share: toShareMessage(shown, (await countLinks(tx, organization, [id])).get(id)) };
  });
}

function toDraft(request: UpdateShareRequest): Draft {
  const fields = maskedFields(request.updateMask, ['name', 'comment', 'audience']);
  if (fields.has('audience') && request.etag === '') {
    throw invalidField('etag', 'an audience is replaced whole, so give the etag that was read with it');
  }
  return {
    ...(fields.has('name') ? { name: checkName(request.name) } : {}),
    ...(fields.has('comment') ? { comment: request.comment } : {}),
    ...(fields.has('audience') ? { audience: toAudienceDraft(request.audience) } : {}),
  };
}
