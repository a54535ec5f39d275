import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ActivityService } from '@easement/contracts';
import { maySeeActivity } from '@easement/domain';
import { pageOf } from '@easement/persistence';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toActivityMessage } from './activity-message.ts';
import { pageOfActivity } from './activity-store.ts';
import { filterOf, seeActivity } from './see-activity.ts';

/** A page may be shorter than it should be: what is not for the caller is left out of it. */
export function listActivity(deps: Deps): Handler<typeof ActivityService.method.listActivity> {
  return async (request, call) => {
    const filter = filterOf(call, request);
    const page = pageOf(deps.pages, call, request);
    const standing = await seeActivity(deps, call, filter.project);
    const since = request.since && timestampDate(request.since);
    const { activities, next } = await deps.db.read(call, (tx) => pageOfActivity(tx, filter, since, page));
    return {
      activities: activities.filter((activity) => maySeeActivity(activity, standing)).map(toActivityMessage),
      nextPageToken: deps.pages.sign(call, next),
    };
  };
}
