import { isSameAudience, shareExists } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findGrants } from '../grants/grant-store.ts';
import { countLinks } from '../links/linkers.ts';
import type { CreateShareAnswer, ShareDraft } from './create-share.ts';
import { withBucket } from './gone-shares.ts';
import { dropGoneTargets } from './resolve-audience.ts';
import { toShareMessage } from './share-message.ts';
import { findShareNamed, findSharesOfBuckets } from './share-store.ts';
import type { StoredShare } from './share.table.ts';

/**
 * Where the bucket is shared already, or an empty share of the name was made: answers that share if it is the same offer,
 * else refuses `share_exists`. Undefined where there is none.
 */
export async function answerSameShare(
  deps: Deps,
  call: Call,
  wanted: StoredShare,
  draft: ShareDraft,
): Promise<CreateShareAnswer | undefined> {
  const { organization } = wanted;
  const found = await deps.db.read(call, (tx) => findRival(tx, wanted));
  // One whose bucket is gone is none: it makes room when the new one is inserted.
  if (!found || (await isGone(deps, call, found.share))) return undefined;
  const [there = found.share] = await dropGoneTargets(deps, call, [found.share]);
  if (found.grants > 0 || !isSameOffer(there, wanted, draft)) throw shareExists(wanted.bucket, there);
  return await deps.db.once<CreateShareAnswer>(call, async (tx) => {
    if (call.validateOnly) return { impact: {} };
    return { share: toShareMessage(there, (await countLinks(tx, organization, [there.id])).get(there.id)) };
  });
}

/** That of a bucket which is to be shared is not. */
async function isGone(deps: Deps, call: Call, share: StoredShare): Promise<boolean> {
  return share.kind === 'grants' && (await withBucket(deps, call, [share])).length === 0;
}

/** The share that the new one would be again: that of the bucket or, of what holds nothing yet, that of the name. */
async function findRival(
  tx: ReadTx,
  { organization, kind, bucket, project, name }: StoredShare,
): Promise<{ readonly share: StoredShare; readonly grants: number } | undefined> {
  if (bucket !== undefined) {
    const [share] = await findSharesOfBuckets(tx, organization, [bucket]);
    return share && { share, grants: 0 };
  }
  const share = await findShareNamed(tx, organization, project, name);
  if (share?.kind !== kind) return undefined;
  return { share, grants: (await findGrants(tx, organization, [share.id])).length };
}

/** A name that is not given asks for none in particular: the share keeps the one that it has. */
function isSameOffer(there: StoredShare, wanted: StoredShare, draft: ShareDraft): boolean {
  return (
    isSameAudience(there.audience, wanted.audience) &&
    there.comment === wanted.comment &&
    (draft.name === undefined || draft.name === there.name)
  );
}
