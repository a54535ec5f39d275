import type { HoldService } from '@easement/contracts';
import {
  type BucketId,
  checkName,
  invalidField,
  isId,
  type LinkId,
  notFound,
  type OrganizationId,
  parseId,
  type ProjectId,
  Refusal,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import { findBucket, lockBucket } from '../buckets/bucket-store.ts';
import { lockSeenBuckets } from '../buckets/lock-bucket.ts';
import { assertProjectOpen } from '../closing/project-guard.ts';
import type { Deps } from '../deps.ts';
import { namesOf, reserveName } from '../names/name-store.ts';
import { lockSeenTable } from '../tables/lock-table.ts';
import { findTable } from '../tables/table-store.ts';
import { lockSeenView } from '../views/lock-view.ts';
import { findView } from '../views/view-store.ts';
import { toHoldMessage } from './hold-message.ts';
import { insertHold, lockHold } from './hold-store.ts';
import type { HeldId, HoldRow } from './hold.table.ts';

/**
 * Holds the object and reserves the link's name, or neither. The holder is the key of repeats, so no request is recorded.
 * A holder that is released stays so: a call that arrives after its link was undone makes nothing.
 */
export function placeHold({ db, now }: Deps): Handler<typeof HoldService.method.placeHold> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const name = checkName(request.name);
    const hold = {
      organization_id: organization,
      holder_id: parseId('link', request.holderId),
      object_id: toHeldId(request.objectId),
      project_id: parseId('project', request.projectId),
      blocks: request.blocks,
      released: false,
      create_time: now(),
      release_time: null,
    };
    const named = request.bucketId === '' ? undefined : parseId('bucket', request.bucketId);
    return await db.write(call, async (tx) => {
      await assertProjectOpen(tx, organization, hold.project_id);
      if (named !== undefined) await lockNamed(tx, organization, named, hold);
      await lockHeld(tx, organization, hold.object_id);
      const there = (await lockHold(tx, organization, hold.holder_id)) ?? (await insertHold(tx, hold));
      if (there) return { hold: await answerAgain(tx, there, hold.object_id) };
      await reserveName(tx, { organization, scope: named ?? hold.project_id, owner: hold.holder_id, name });
      return { hold: toHoldMessage(hold, name) };
    });
  };
}

/**
 * Locks the bucket in which the link is to have its name, so that it is not dropped meanwhile, with the one that is held;
 * refuses `not_found` unless the project has it.
 */
async function lockNamed(
  tx: WriteTx,
  organization: OrganizationId,
  named: BucketId,
  { object_id, project_id }: { readonly object_id: HeldId; readonly project_id: ProjectId },
): Promise<void> {
  const bucket = await findBucket(tx, organization, named);
  if (bucket?.project !== project_id) throw notFound('bucket', named);
  const held = isId('bucket', object_id) ? [parseId('bucket', object_id)] : [];
  await lockSeenBuckets(tx, organization, [named, ...held]);
}

/** Locks what is to be held as its drop does, the bucket before what is in it; refuses `not_found` if it is gone. */
async function lockHeld(tx: WriteTx, organization: OrganizationId, object: HeldId): Promise<void> {
  if (isId('bucket', object)) {
    const bucket = await lockBucket(tx, organization, parseId('bucket', object));
    if (!bucket) throw notFound('bucket', object);
    return;
  }
  if (isId('view', object)) {
    const view = await findView(tx, organization, parseId('view', object));
    if (!view) throw notFound('view', object);
    await lockSeenView(tx, view);
    return;
  }
  const table = await findTable(tx, organization, parseId('table', object));
  if (!table) throw notFound('table', object);
  await lockSeenTable(tx, table);
}

async function answerAgain(tx: WriteTx, there: HoldRow, object: HeldId) {
  if (there.released) throw holderReleased(there.holder_id);
  if (there.object_id !== object) {
    throw invalidField('object_id', `${there.holder_id} holds ${String(there.object_id)} already, not ${object}`);
  }
  const names = await namesOf(tx, there.organization_id, [there.holder_id]);
  return toHoldMessage(there, names.get(there.holder_id) ?? '');
}

export function holderReleased(holder: LinkId): Refusal {
  return new Refusal('lost_race', `${holder} was released and holds nothing any more; make another link`, {
    link: holder,
  });
}

function toHeldId(text: string): HeldId {
  if (isId('bucket', text)) return parseId('bucket', text);
  return isId('view', text) ? parseId('view', text) : parseId('table', text);
}
