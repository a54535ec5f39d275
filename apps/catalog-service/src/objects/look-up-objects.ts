import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CoverSchema, ObjectService } from '@easement/contracts';
import { aliasesLeftBy, isHiddenThroughLinks, isId, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import { type Cover, findCovers } from '../aliases/alias-store.ts';
import { shownTables, toBucketMessage } from '../buckets/bucket-message.ts';
import { findBuckets } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { toFunctionOutline } from '../functions/function-message.ts';
import { findFunctionOutlines } from '../functions/function-store.ts';
import { toTableMessage } from '../tables/table-message.ts';
import { findTableOutlines } from '../tables/table-store.ts';
import { toViewOutline } from '../views/view-message.ts';
import { findReadingViews } from '../views/view-store.ts';
import { ofKind } from './of-kind.ts';
import { findViewReads } from './view-reads.ts';

/** Answers everything about each but the columns, people included: what of it goes on to whom is for the caller to say. */
export function lookUpObjects({ db }: Deps): Handler<typeof ObjectService.method.lookUpObjects> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const ids = [...new Set(request.objectIds)];
    const bucketIds = ids.filter((id) => isId('bucket', id)).map((id) => parseId('bucket', id));
    const tableIds = ofKind('table', ids);
    const [viewIds, functionIds] = [ofKind('view', ids), ofKind('function', ids)];
    return await db.read(call, async (tx) => {
      const buckets = await findBuckets(tx, organization, bucketIds);
      const tables = await findTableOutlines(tx, organization, tableIds);
      const covers = request.withCovers ? await findCovers(tx, organization, bucketIds, tableIds) : [];
      const views = [...(await findReadingViews(tx, organization, viewIds)).values()];
      const functions = await findFunctionOutlines(tx, organization, functionIds);
      return {
        buckets: [...buckets.values()].map((bucket) => ({
          ...toBucketMessage(bucket),
          tableCount: shownTables(bucket),
        })),
        tables: tables.map((table) => toTableMessage(table)),
        hiddenTableIds: tables.filter(({ alias }) => isHiddenThroughLinks(alias)).map(({ id }) => id),
        covers: covers.map(toCoverMessage),
        views: views.map((view) => toViewOutline(view)),
        functions: functions.map((made) => toFunctionOutline(made)),
        viewReads: await findViewReads(tx, organization, views),
      };
    });
  };
}

function toCoverMessage({ object, aliases }: Cover): MessageInitShape<typeof CoverSchema> {
  const { named, count } = aliasesLeftBy(object, aliases);
  const bucketIds = [...new Set(aliases.map(({ bucket }) => bucket))];
  return { objectId: object, bucketIds, aliasIds: [...named], aliasCount: count };
}
