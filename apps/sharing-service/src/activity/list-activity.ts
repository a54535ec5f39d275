import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ActivityService } from '@easement/contracts';
import { pageOf } from '@easement/persistence';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toActivityMessage } from './activity-message.ts';
import { pageOfActivity } from './activity-store.ts';
import { filterOf, seeActivity, showActivities } from './see-activity.ts';

export function listActivity(deps: Deps): Handler<typeof ActivityService.method.listActivity> {
  return async (request, call) => {
    const filter = filterOf(call, request);
    const page = pageOf(deps.pages, call, request);
    const standing = await seeActivity(deps, call, filter.project);
    const since = request.since && timestampDate(request.since);
    // Left out of the query, since a page that is too short would tell of what it leaves out.
    const withOffers = standing.organizationRole !== undefined;
    const { activities, next } = await deps.db.read(call, (tx) =>
      pageOfActivity(tx, { ...filter, withOffers }, since, page),
    );
    return {
      activities: (await showActivities(deps, call, standing, activities)).map(toActivityMessage),
      nextPageToken: deps.pages.sign(call, next),
    };
  };
}
