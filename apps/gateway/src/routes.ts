import { ProjectViewService } from '@easement/contracts';
import { type Routes, service } from '@easement/rpc';
import type { Deps } from './deps.ts';
import { passOn } from './pass-on.ts';
import { getProjectOverview } from './project-views/get-project-overview.ts';
import { listProjectObjects } from './project-views/list-project-objects.ts';
import { publicServices, rulesOf } from './public-services.ts';

/** What the gateway answers: what it composes itself, and what it passes on. */
export function routes(deps: Deps): Routes {
  return [
    service(ProjectViewService, {
      getProjectOverview: getProjectOverview(deps),
      listProjectObjects: listProjectObjects(deps),
    }),
    ...publicServices.map(([audience, desc]) => service(desc, passOn(deps, audience, desc), rulesOf.get(desc))),
  ];
}
