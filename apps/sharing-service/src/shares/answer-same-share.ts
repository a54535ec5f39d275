import { isSameAudience, shareExists } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { countLinks } from '../links/linkers.ts';
import type { CreateShareAnswer, ShareDraft } from './create-share.ts';
import { dropGoneTargets } from './resolve-audience.ts';
import { toShareMessage } from './share-message.ts';
import { findSharesOfBuckets } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

/**
 * Where the bucket is shared already: answers that share if it is the same offer, else refuses `share_exists`. Undefined
 * where the bucket is not shared.
 */
export async function answerSameShare(
  deps: Deps,
  call: Call,
  wanted: StoredShare,
  draft: ShareDraft,
): Promise<CreateShareAnswer | undefined> {
  const { organization, bucket } = wanted;
  const [stored] = await deps.db.read(call, (tx) => findSharesOfBuckets(tx, organization, [bucket]));
  if (!stored) return undefined;
  const [there = stored] = await dropGoneTargets(deps, call, [stored]);
  if (!isSameOffer(there, wanted, draft)) throw shareExists(bucket, there);
  return await deps.db.once<CreateShareAnswer>(call, async (tx) => {
    if (call.validateOnly) return { impact: {} };
    return { share: toShareMessage(there, (await countLinks(tx, organization, [there.id])).get(there.id)) };
  });
}

/** A name that is not given asks for none in particular: the share keeps the one that it has. */
function isSameOffer(there: StoredShare, wanted: StoredShare, draft: ShareDraft): boolean {
  return (
    isSameAudience(there.audience, wanted.audience) &&
    there.comment === wanted.comment &&
    (draft.name === undefined || draft.name === there.name)
  );
}
