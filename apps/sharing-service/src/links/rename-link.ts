import { assertFresh, type LinkId, notFound, type OrganizationId, Refusal } from '@easement/domain';
import { beginRequest, concludeRequest, forgetRunningRequestOf, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { isVerdict } from '../peers/verdict.ts';
import { type Earlier, toEarlier } from '../repeats.ts';
import { toLinkMessage } from './link-message.ts';
import { beginRename, endRename } from './link-states.ts';
import { findLink, lockLink } from './link-store.ts';
import type { NextTerms, StoredLink } from './link.table.ts';
import { nameTaken } from './rehearse-link.ts';
import type { LinkChanges, UpdateLinkAnswer } from './update-link.ts';

/** Three steps: the link `renaming` here, the name in the catalog, the link under its new name here. */
export async function renameLink(
  deps: Deps,
  call: Call,
  link: StoredLink,
  next: NextTerms,
  etag: string,
): Promise<UpdateLinkAnswer> {
  const begin = (tx: WriteTx) => beginLocked(tx, link, next, etag, deps.now());
  if (call.validateOnly) {
    await deps.db.rehearse(call, begin);
    const owner = (await deps.catalog.ownersOfNames(call, link, [next.name])).get(next.name);
    if (owner !== undefined && owner !== link.id) throw nameTaken({ ...link, name: next.name }, owner);
    return { impact: await impactOn(deps, call, { projects: [link.project], links: [link.id] }) };
  }
  const begun = await deps.db.write(call, async (tx): Promise<Earlier<UpdateLinkAnswer>> => {
    const request = await beginRequest(tx, call, renamingOf(link.id));
    if (request.state === 'new') await begin(tx);
    return toEarlier<UpdateLinkAnswer>(request);
  });
  if (begun.state === 'done') return begun.answer;
  await deps.reached('link_renaming');
  return await resumeRename(deps, call, link.id, next);
}

/** Drives a rename that was begun to its end. Where the sweeper has ended it, its outcome is the answer. */
export async function resumeRename(deps: Deps, call: Call, id: LinkId, asked: LinkChanges): Promise<UpdateLinkAnswer> {
  const organization = organizationOf(call);
  const link = await deps.db.read(call, (tx) => findLink(tx, organization, id));
  if (link?.state === 'renaming') await finishRename(deps, call, link);
  return await deps.db.write(call, (tx) =>
    concludeRequest(tx, call, renamingOf(id), async () => {
      const renamed = await lockChangeable(tx, organization, id);
      if (renamed.name !== asked.name) throw changedMeanwhile(id);
      return { link: toLinkMessage(renamed, true) };
    }),
  );
}

/** Takes a link that is `renaming` through the last two steps. A refusal of the catalog leaves it its old name. */
export async function finishRename(deps: Deps, call: Call, link: StoredLink): Promise<void> {
  const { next } = link;
  if (!next) return;
  try {
    await deps.catalog.rename(call, link, next.name);
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await deps.db.write(call, async (tx) => {
      await forgetRunningRequestOf(tx, link.organization, renamingOf(link.id));
      await endRename(tx, link, 'kept', deps.now());
    });
    throw error;
  }
  await deps.reached('name_changed');
  await deps.db.write(call, (tx) => endRename(tx, link, 'renamed', deps.now()));
}

/** Locks a link that shows its source. Refuses `not_found` where it is gone, `lost_race` while it changes. */
export async function lockChangeable(tx: WriteTx, organization: OrganizationId, id: LinkId): Promise<StoredLink> {
  const link = await lockLink(tx, organization, id);
  if (!link || link.state === 'removed') throw notFound('link', id);
  if (link.state !== 'active') throw changedMeanwhile(id);
  return link;
}

async function beginLocked(tx: WriteTx, { organization, id }: StoredLink, next: NextTerms, etag: string, time: Date) {
  const link = await lockChangeable(tx, organization, id);
  assertFresh(etag, link);
  await beginRename(tx, link, next, time);
}

/** What the record of a renaming request is of. */
function renamingOf(link: LinkId): string {
  return `renaming:${link}`;
}

function changedMeanwhile(id: LinkId): Refusal {
  return new Refusal('lost_race', `${id} is being changed by another call; read it again and repeat`, { id });
}
