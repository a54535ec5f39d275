import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  ExistingLinks,
  type ShareService,
  type UpdateShareRequest,
  type UpdateShareResponseSchema,
} from '@easement/contracts';
import {
  assertFresh,
  assertMayManageShares,
  checkName,
  invalidField,
  maskedFields,
  notFound,
  parseId,
} from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { countLinks } from '../links/linkers.ts';
import { recall } from '../repeats.ts';
import { type AudienceDraft, toAudienceDraft } from './audience-message.ts';
import { changeAudience, finishCut } from './change-audience.ts';
import { freesName } from './gone-shares.ts';
import { resolveAudience } from './resolve-audience.ts';
import { seeShare } from './see-share.ts';
import { toShareMessage } from './share-message.ts';
import { lockShare, saveShare } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

export type UpdateShareAnswer = MessageInitShape<typeof UpdateShareResponseSchema>;

type Draft = Partial<Pick<StoredShare, 'name' | 'comment'>> & { readonly audience?: AudienceDraft };

export function updateShare(deps: Deps): Handler<typeof ShareService.method.updateShare> {
  return async (request, call) => {
    const id = parseId('share', request.shareId);
    const draft = toDraft(request);
    const earlier = await recall<UpdateShareAnswer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finishCut(deps, call, id);
    const { share, standing } = await seeShare(deps, call, id);
    const audience = draft.audience && (await resolveAudience(deps, call, draft.audience, standing));
    assertMayManageShares(standing, 'changing a share');
    assertFresh(request.etag, share);
    const cuts = request.existingLinks === ExistingLinks.CUT;
    const { audience: _asked, ...words } = draft;
    const change = (): Promise<UpdateShareAnswer> =>
      audience
        ? changeAudience(deps, call, share, { ...words, audience }, { etag: request.etag, cuts })
        : changeWords(deps, call, share, words, request.etag);
    try {
      return await change();
    } catch (refusal) {
      if (await freesName(deps, call, refusal)) return await change();
      throw refusal;
    }
  };
}

/** A new name or comment touches nobody's link. */
async function changeWords(
  { db, now }: Deps,
  call: Call,
  { organization, id }: StoredShare,
  words: Pick<Draft, 'name' | 'comment'>,
  etag: string,
): Promise<UpdateShareAnswer> {
  const updateTime = now();
  return await db.once<UpdateShareAnswer>(call, async (tx) => {
    const share = await lockShare(tx, organization, id);
    if (!share) throw notFound('share', id);
    assertFresh(etag, share);
    const saved = await saveShare(tx, { ...share, ...words, updateTime });
    const act = { action: 'share_updated', actor: principalOf(call).principal, share: saved } as const;
    recordShareAct(tx, { ...act, before: share, after: saved, flags: [] });
    if (call.validateOnly) return { impact: {} };
    return { share: toShareMessage(saved, (await countLinks(tx, organization, [id])).get(id)) };
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
