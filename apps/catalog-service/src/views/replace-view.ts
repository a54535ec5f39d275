import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema, ViewSchema, ViewService } from '@easement/contracts';
import { assertFresh, lostViewColumns, notFound, parseId, type ViewId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import type { Call, Handler } from '@easement/rpc';
import { findBucket } from '../buckets/bucket-store.ts';
import { lockAttempts } from '../closing/project-guard.ts';
import type { Deps } from '../deps.ts';
import { assertNotHeld } from '../holds/held.ts';
import { type Caller, mutate, mutation } from '../mutation.ts';
import { describeView } from './describe-view.ts';
import { lockSeenView } from './lock-view.ts';
import { withSight } from './read-closure.ts';
import { getReachedView } from './view-access.ts';
import { toViewMessage } from './view-message.ts';
import { followSight, findReaders } from './view-readers.ts';
import { redefineView } from './view-store.ts';
import type { View, ViewDefinition } from './view.ts';

export function replaceView(deps: Deps): Handler<typeof ViewService.method.replaceView> {
  return mutation(deps, async (request, call, caller) =>
    replaceWith(deps, call, caller, request, parseId('view', request.viewId)),
  );
}

/** What a view is to be from now on. */
type Replacement = {
  readonly statement: string;
  readonly columnNames: string[];
  readonly comment: string;
  readonly etag: string;
};

type Answer = {
  readonly view?: MessageInitShape<typeof ViewSchema>;
  readonly impact?: MessageInitShape<typeof ImpactSchema>;
};

export async function replaceWith(
  deps: Deps,
  call: Call,
  caller: Caller,
  replacement: Replacement,
  id: ViewId,
): Promise<Answer> {
  const { view: seen } = await getReachedView(deps, call, caller, id, 'write');
  const bucket = await deps.db.read(call, (tx) => findBucket(tx, caller.organization, seen.bucket));
  if (!bucket) throw notFound('view', id);
  const definition = await describeView(deps, call, bucket, replacement);
  const { comment, etag } = replacement;
  const updateTime = deps.now();
  return await mutate(deps, call, { bucket: seen.bucket, object: id }, async (tx) => {
    await lockAttempts(tx, seen.organization, seen.project);
    const buckets = (await findReaders(tx, seen)).map((reader) => reader.bucket);
    const view = await lockSeenView(tx, seen, buckets);
    assertFresh(etag, view);
    const changed = await redefine(tx, view, { ...definition, comment, updateTime });
    // Some may have been renamed or dropped before their buckets were locked.
    await followSight(tx, changed, await findReaders(tx, seen));
    return { view: toViewMessage(changed) };
  });
}

/** To lose or retype a column, or to be hidden from links, is to be dropped for those who see it through one. */
async function redefine(
  tx: WriteTx,
  view: View,
  change: ViewDefinition & Pick<View, 'comment' | 'updateTime'>,
): Promise<View> {
  const draft = await withSight(tx, { ...view, ...change });
  const isLost = draft.isHidden || lostViewColumns(view.columns, draft.columns).length > 0;
  if (isLost && !view.isHidden) {
    await assertNotHeld(tx, view.organization, { bucket: view.bucket, object: view.id }, view.id);
  }
  return await redefineView(tx, view, draft);
}
