import type { ActivityService } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { currentHead, headBeyond } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toActivityMessage } from './activity-message.ts';
import { activitiesAfter, type ActivityFilter } from './activity-store.ts';
import { filterOf, seeActivity, showActivities } from './see-activity.ts';

const batchSize = 100;

/** Whether the caller may still read it is asked again before each batch; while nothing happens, nothing is asked. */
export function followActivity(deps: Deps): Handler<typeof ActivityService.method.followActivity> {
  return async function* (request, call) {
    const filter = filterOf(call, request);
    await seeActivity(deps, call, filter.project);
    using _ = deps.followers.begin(principalOf(call).principal);
    const head = await currentHead(deps.db, filter.organization);
    const from = request.position === undefined ? head : Number(request.position);
    if (from > head) throw beyondEnd(from, head);
    yield { activities: [], position: BigInt(from) };
    yield* eachBatch(deps, call, filter, from);
  };
}

async function* eachBatch(deps: Deps, call: Call, filter: ActivityFilter, from: number) {
  for (let position = from; ;) {
    const head = await headBeyond(deps.db, filter.organization, position, call.signal);
    const range = { position, head };
    const found = await deps.db.read(call, (tx) => activitiesAfter(tx, filter, range, batchSize));
    const last = found.at(-1);
    position = last?.sequence ?? head;
    if (!last) continue;
    const standing = await seeActivity(deps, call, filter.project);
    const shown = await showActivities(deps, call, standing, found);
    // A part without an act would tell that there was one that is not for the caller.
    if (shown.length > 0) yield { activities: shown.map(toActivityMessage), position: BigInt(position) };
  }
}

function beyondEnd(position: number, head: number): Refusal {
  return new Refusal(
    'feed_truncated',
    `there is nothing at ${position} yet: the activity ends at ${head}, as after an older backup was put back; list it, and ` +
      'follow from now on',
    { first_position: '0' },
  );
}
