import { pageOf } from '@easement/persistence';
import type { TableService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import { getVisibleBucket } from '../buckets/bucket-access.ts';
import type { Deps } from '../deps.ts';
import { endPage } from './end-page.ts';
import { toTableMessage } from './table-message.ts';
import { pageOfTables } from './table-store.ts';

/** A page may be shorter than was asked where its tables are very wide. */
export function listTables(deps: Deps): Handler<typeof TableService.method.listTables> {
  const { db, tokens } = deps;
  return async (request, call) => {
    const caller = principalOf(call);
    const page = pageOf(tokens, call, request);
    const { bucket, sight, granted } = await getVisibleBucket(deps, call, caller, request.parent.value ?? '');
    const shown = { ...page, sight, granted };
    const found = await db.read(call, (tx) => pageOfTables(tx, caller.organization, bucket.id, shown));
    const { tables, next } = endPage(found);
    return { tables: tables.map((table) => toTableMessage(table, sight)), nextPageToken: tokens.sign(call, next) };
  };
}
