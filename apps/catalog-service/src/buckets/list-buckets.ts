import { pageOf } from '@easement/persistence';
import type { BucketService } from '@easement/contracts';
import { assertMaySeeInside, parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toBucketMessage } from './bucket-message.ts';
import { pageOfBuckets } from './bucket-store.ts';

export function listBuckets({ db, tokens, standings }: Deps): Handler<typeof BucketService.method.listBuckets> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    const page = pageOf(tokens, call, request);
    assertMaySeeInside(await standings.one(call, principal, project), 'listing buckets');
    const { buckets, next } = await db.read(call, (tx) => pageOfBuckets(tx, organization, project, page));
    return { buckets: buckets.map((bucket) => toBucketMessage(bucket)), nextPageToken: tokens.sign(call, next) };
  };
}
