import type { ViewService } from '@easement/contracts';
import { pageOf } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import { getVisibleBucket } from '../buckets/bucket-access.ts';
import type { Deps } from '../deps.ts';
import { bytesOfTexts, endLongPage } from '../objects/end-long-page.ts';
import { toViewMessage } from './view-message.ts';
import { pageOfViews } from './view-store.ts';
import type { View } from './view.ts';

/** A page may be shorter than was asked where the texts of its views are very long. */
export function listViews(deps: Deps): Handler<typeof ViewService.method.listViews> {
  const { db, tokens } = deps;
  return async (request, call) => {
    const caller = principalOf(call);
    const page = pageOf(tokens, call, request);
    const { bucket, sight, granted } = await getVisibleBucket(deps, call, caller, request.parent.value ?? '');
    const shown = { ...page, sight, granted };
    const { views, next } = await db.read(call, (tx) => pageOfViews(tx, caller.organization, bucket.id, shown));
    const ended = endLongPage({ found: views, next }, bytesOf);
    return {
      views: ended.found.map((view) => toViewMessage(view, sight)),
      nextPageToken: tokens.sign(call, ended.next),
    };
  };
}

/** What each column and each dependency takes beside its name. */
const eachBytes = 150;

function bytesOf({ statement, comment, columns, dependencies }: View): number {
  const names = [...columns.map(({ name }) => name), ...dependencies.flatMap(({ name }) => name)];
  return bytesOfTexts(statement, comment, ...names) + (columns.length + dependencies.length) * eachBytes;
}
