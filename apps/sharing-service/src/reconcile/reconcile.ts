import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReconcileResponseSchema, ReconcileService } from '@easement/contracts';
import { type OrganizationId, parseId } from '@easement/domain';
import { answerRequest, beginRequest, pageSize, type PageSizes } from '@easement/persistence';
import { assertOperator, backgroundCall, type Call, type Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { recall, toEarlier } from '../repeats.ts';
import type { NewCall } from '../sweeper/sweep.ts';
import type { Look } from './finding.ts';
import { toFindingMessage } from './finding-message.ts';
import { lookAtHolds } from './look-at-holds.ts';
import { lookAtLinks } from './look-at-links.ts';
import { lookAtCatalogProjects, lookAtOwnProjects } from './look-at-projects.ts';
import { lookAtShares } from './look-at-shares.ts';

type Answer = MessageInitShape<typeof ReconcileResponseSchema>;

/** Links before what they stand on: a share goes once nobody links it, a hold once its link is gone. */
const looks: readonly Look[] = [lookAtLinks, lookAtShares, lookAtHolds, lookAtOwnProjects, lookAtCatalogProjects];

/** What one call does stays well below its deadline, and what it asks below what a request holds. */
const sizes: PageSizes = { usual: 100, most: 500 };

/**
 * One part of one list at a time: a page token says which. Each part is safe to repeat, by whoever and at any time, as
 * each change is conditional on what was found.
 */
export function reconcile(deps: Deps): Handler<typeof ReconcileService.method.reconcile> {
  return async (request, call) => {
    assertOperator(call);
    const size = pageSize(request.pageSize, sizes);
    const [number = 0, after = ''] = deps.pages.read(call, request.pageToken) ?? [];
    const earlier = await recall<Answer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    const newCall = callsFor(call, parseId('organization', request.organizationId));
    const look = looks[Number(number)];
    if (!look) throw new Error(`there is no list ${number} to look at`);
    const looked = await look(deps, newCall, { size, after: String(after), dryRun: call.validateOnly });
    const answer = {
      findings: looked.findings.map(toFindingMessage),
      checkedCount: looked.checked,
      nextPageToken: deps.pages.sign(call, nextPosition(Number(number), looked.next)),
    };
    return call.validateOnly ? answer : await record(deps, call, answer);
  };
}

function nextPosition(number: number, next: string | undefined) {
  if (next !== undefined) return [number, next];
  return number + 1 < looks.length ? [number + 1, ''] : undefined;
}

/** The operator is in no organization, so the work is the service's own, in the one that was named. */
function callsFor({ deadline, signal, method }: Call, organization: OrganizationId): NewCall {
  return () =>
    backgroundCall({
      service: 'sharing',
      organization,
      timeoutMs: Math.max(0, deadline - Date.now()),
      method,
      signal,
    });
}

/** What was done is not found again, so the answer is kept for who did not get it. */
async function record({ db }: Deps, call: Call, answer: Answer): Promise<Answer> {
  return await db.write(call, async (tx) => {
    const request = toEarlier<Answer>(await beginRequest(tx, call, 'reconciling'));
    if (request.state === 'done') return request.answer;
    await answerRequest(tx, call, answer);
    return answer;
  });
}
