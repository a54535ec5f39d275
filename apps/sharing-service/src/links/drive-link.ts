import { assertMayLink, type LinkId, notFound, Refusal, type Standing } from '@easement/domain';
import { concludeRequest, type WriteTx } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import { recordLinkAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { isVerdict } from '../peers/verdict.ts';
import { lockShare } from '../shares/share-store.ts';
import type { AdmittedLinker } from './admit-linker.ts';
import { assertShows, type CreateLinkAnswer } from './create-link.ts';
import { toLinkMessage } from './link-message.ts';
import { activate } from './link-states.ts';
import { findLink } from './link-store.ts';
import type { StoredLink } from './link.table.ts';
import { removeUnfinished } from './remove-links.ts';

/**
 * Takes a pending link through the second and third step. A refusal on the way undoes it; where it stays open what
 * happened, as with a catalog out of reach, the link stays pending until the request is repeated or the sweeper comes.
 */
export async function driveLink(
  deps: Deps,
  call: Call,
  { share, standing }: AdmittedLinker,
  link: StoredLink,
): Promise<CreateLinkAnswer> {
  const act = async () => {
    if (link.state === 'pending') await deps.catalog.placeHold(call, link, share.kind);
    await deps.reached('hold_placed');
    return await deps.db.write(call, (tx) =>
      concludeRequest(tx, call, link.id, () => activateChecked(tx, link, standing, deps.now())),
    );
  };
  const answer = await orUndo(deps, call, link, act);
  await deps.reached('link_active');
  return answer;
}

/** Does `act`, and undoes the link if that is refused. */
export async function orUndo<T>(deps: Deps, call: Call, link: StoredLink, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await removeUnfinished(deps, call, link);
    throw isOfSource(error, link) ? notFound('share', link.share) : error;
  }
}

/** A bucket that is gone is the one that the share offers, unless it is the one in which the link was to have its name. */
function isOfSource({ facts }: Refusal, { target }: StoredLink): boolean {
  return facts['kind'] === 'bucket' && (target === undefined || facts['id'] !== target);
}

/** The share is locked and asked again: its audience may have changed while the catalog placed the hold. */
async function activateChecked(
  tx: WriteTx,
  link: StoredLink,
  standing: Standing,
  time: Date,
): Promise<CreateLinkAnswer> {
  const share = await lockShare(tx, link.organization, link.share);
  if (!share) throw notFound('share', link.share);
  assertMayLink(share, standing);
  await assertShows(tx, share, link);
  if (!(await activate(tx, link, time))) throw lostLink(link.id);
  const act = { action: 'link_created', actor: link.creator, link, after: link } as const;
  recordLinkAct(tx, { ...act, before: undefined, comment: '' });
  const active = await findLink(tx, link.organization, link.id);
  if (!active) throw new Error(`${link.id} vanished while it was made active`);
  return { link: toLinkMessage(active, true) };
}

export function lostLink(id: LinkId): Refusal {
  return new Refusal('lost_race', `${id} was undone while it was being made; link again with a new request id`, {
    id,
  });
}
