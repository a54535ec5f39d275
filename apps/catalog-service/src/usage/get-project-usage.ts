import type { UsageService } from '@easement/contracts';
import { assertMaySeeInside, parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import { totalsOf } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';

/** Counts what the project owns, and so nothing that comes in by a link. Support sees it, as it sees each bucket's counts. */
export function getProjectUsage({ db, standings }: Deps): Handler<typeof UsageService.method.getProjectUsage> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    assertMaySeeInside(await standings.one(call, principal, project), 'reading the usage');
    const totals = await db.read(call, (tx) => totalsOf(tx, organization, project));
    const { rowCount, byteCount, ...counts } = totals;
    return { usage: { ...counts, rowCount: BigInt(rowCount), byteCount: BigInt(byteCount) } };
  };
}
