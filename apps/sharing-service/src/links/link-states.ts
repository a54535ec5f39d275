import {
  assertTransition,
  type LinkId,
  type LinkState,
  type LinkTerms,
  nameKey,
  type OrganizationId,
  type PrincipalId,
  removalAction,
  type RemovalReason,
} from '@easement/domain';
import { deleteRows, findRows, forgetRequestOf, updateRows, type WriteTx } from '@easement/persistence';
import { recordLinkAct } from '../activity/record-act.ts';
import { linkTable, type LinkRow, type Removal, type Stage, type StoredLink, toStateColumns } from './link.table.ts';

const atOnce = 500;

type Key = Pick<StoredLink, 'organization' | 'id'>;

/** Makes a pending link show its source. False if it is pending no longer: it was undone, or is being removed. */
export async function activate(tx: WriteTx, link: Key, time: Date): Promise<boolean> {
  return await move(tx, link, 'pending', 'active', { ...toStateColumns('active', time), update_time: time });
}

/** Marks that the link's name is about to change in the catalog. False if the link is not plainly active. */
export async function beginRename(
  tx: WriteTx,
  link: Key,
  next: NonNullable<StoredLink['next']>,
  time: Date,
): Promise<boolean> {
  const { name, stage, renamer } = next;
  const renaming = { next_name: name, next_stage: stage, renamer_id: renamer ?? null };
  const changes = { ...toStateColumns('renaming', time), ...renaming };
  return await move(tx, link, 'active', 'renaming', changes);
}

/** Gives the link the name and stage that it is being changed to, or keeps those that it has. Ends that change alone. */
export async function endRename(
  tx: WriteTx,
  link: StoredLink,
  outcome: 'renamed' | 'kept',
  time: Date,
): Promise<boolean> {
  const next = outcome === 'renamed' ? link.next : undefined;
  const named = next && { name: next.name, name_key: nameKey(next.name), stage: next.stage, update_time: time };
  const changes = { ...toStateColumns('active', time), next_name: null, next_stage: null, ...named };
  const isDone = await move(tx, link, 'renaming', 'active', changes, { state_time: link.stateTime });
  if (isDone && next) recordUpdate(tx, link, next, next.renamer);
  return isDone;
}

/**
 * Gives the link the name that the catalog has for it, and ends whatever renaming was under way. False if the link has
 * changed since it was read.
 */
export async function takeName(tx: WriteTx, link: StoredLink, name: string, time: Date): Promise<boolean> {
  const { organization, id, state, version } = link;
  const named = { name, name_key: nameKey(name), next_name: null, next_stage: null, update_time: time };
  const changes = { ...toStateColumns('active', time), ...named };
  const where = { organization_id: organization, id, state, version };
  const isTaken = (await updateRows(tx, linkTable, where, changes)) === 1;
  if (isTaken) recordUpdate(tx, link, { name, stage: link.stage }, undefined);
  return isTaken;
}

/** Changes the stage of an active link. */
export async function setStage(
  tx: WriteTx,
  link: StoredLink,
  stage: Stage,
  { time, actor }: { readonly time: Date; readonly actor: PrincipalId },
): Promise<void> {
  const { organization, id, name } = link;
  await updateRows(tx, linkTable, { organization_id: organization, id }, { stage, update_time: time });
  recordUpdate(tx, link, { name, stage }, actor);
}

/**
 * Closes the link: nothing reads through it from the commit on. A link that was never active is to vanish, whatever the
 * reason is. Answers whether this call was the first to close it.
 */
export async function beginRemoval(tx: WriteTx, link: StoredLink, removal: Removal): Promise<boolean> {
  if (link.state === 'removing' || link.state === 'removed') return false;
  const reason: RemovalReason = link.state === 'pending' ? 'undone' : removal.reason;
  const isFirst = await move(tx, link, link.state, 'removing', {
    ...toStateColumns('removing', removal.time, reason),
    update_time: removal.time,
    remove_time: removal.time,
    remover_id: removal.remover ?? null,
    removal_reason: reason,
    removal_comment: removal.comment,
  });
  const action = removalAction(reason);
  if (isFirst && action) {
    const act = { action, actor: removal.remover, link, before: link, after: undefined };
    recordLinkAct(tx, { ...act, comment: removal.comment });
  }
  return isFirst;
}

/**
 * Ends removals whose holds are released: the links stay for the record, but those that were never active go, and the
 * requests that were making them too. Safe to repeat.
 */
export async function endRemovals(
  tx: WriteTx,
  organization: OrganizationId,
  ids: readonly LinkId[],
  time: Date,
): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const where = { organization_id: organization, id: ids.slice(from, from + atOnce), state: 'removing' } as const;
    const undone = await findRows(tx, linkTable, { ...where, removal_reason: 'undone' });
    for (const { id } of undone) await forgetRequestOf(tx, organization, id);
    await deleteRows(tx, linkTable, { ...where, removal_reason: 'undone' });
    await updateRows(tx, linkTable, where, toStateColumns('removed', time));
  }
}

/** Flags exactly these among the links that were asked about. */
export async function flagOutside(
  tx: WriteTx,
  organization: OrganizationId,
  links: readonly StoredLink[],
  outside: ReadonlySet<LinkId>,
): Promise<void> {
  for (const flag of [true, false]) {
    const changed = links.filter((link) => outside.has(link.id) === flag && link.isOutsideAudience !== flag);
    for (let from = 0; from < changed.length; from += atOnce) {
      const ids = changed.slice(from, from + atOnce).map(({ id }) => id);
      await updateRows(tx, linkTable, { organization_id: organization, id: ids }, { outside_audience: flag });
    }
  }
}

function recordUpdate(tx: WriteTx, link: StoredLink, after: LinkTerms, actor: PrincipalId | undefined): void {
  recordLinkAct(tx, { action: 'link_updated', actor, link, before: link, after, comment: '' });
}

async function move(
  tx: WriteTx,
  { organization, id }: Key,
  from: LinkState,
  to: LinkState,
  changes: Partial<LinkRow>,
  since: Partial<Pick<LinkRow, 'state_time'>> = {},
): Promise<boolean> {
  assertTransition(from, to);
  return (await updateRows(tx, linkTable, { organization_id: organization, id, state: from, ...since }, changes)) === 1;
}
