import {
  AccessService,
  ActivityService,
  LinkService,
  OfferService,
  ReachService,
  ReconcileService,
  ShareService,
  SharingClosingService,
} from '@easement/contracts';
import { followFeed } from '@easement/persistence';
import { feedRoute, internal, type Routes, service } from '@easement/rpc';
import { batchCheckAccess } from './access/batch-check-access.ts';
import { checkAccess } from './access/check-access.ts';
import { resolveNames } from './access/resolve-names.ts';
import { followActivity } from './activity/follow-activity.ts';
import { listActivity } from './activity/list-activity.ts';
import type { Deps } from './deps.ts';
import { grant } from './grants/grant.ts';
import { listGrants } from './grants/list-grants.ts';
import { revoke } from './grants/revoke.ts';
import { createLink } from './links/create-link.ts';
import { deleteLink } from './links/delete-link.ts';
import { forceUnlink } from './links/force-unlink.ts';
import { getLink } from './links/get-link.ts';
import { listLinks } from './links/list-links.ts';
import { updateLink } from './links/update-link.ts';
import { listOffers } from './offers/list-offers.ts';
import { closeProject } from './projects/close-project.ts';
import { reopenProject } from './projects/reopen-project.ts';
import { countLinks } from './reach/count-links.ts';
import { findReach } from './reach/find-reach.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { addProjects } from './shares/add-projects.ts';
import { createShare } from './shares/create-share.ts';
import { deleteShare } from './shares/delete-share.ts';
import { getShare } from './shares/get-share.ts';
import { listShares } from './shares/list-shares.ts';
import { removeProjects } from './shares/remove-projects.ts';
import { updateShare } from './shares/update-share.ts';

/** What this service answers, and to whom: a missing RPC does not compile. */
export function createRoutes(deps: Deps): Routes {
  return [
    service(ShareService, {
      createShare: createShare(deps),
      getShare: getShare(deps),
      listShares: listShares(deps),
      updateShare: updateShare(deps),
      deleteShare: deleteShare(deps),
      grant: grant(deps),
      revoke: revoke(deps),
      listGrants: listGrants(deps),
      addProjects: addProjects(deps),
      removeProjects: removeProjects(deps),
    }),
    service(OfferService, { listOffers: listOffers(deps) }),
    service(LinkService, {
      createLink: createLink(deps),
      getLink: getLink(deps),
      listLinks: listLinks(deps),
      updateLink: updateLink(deps),
      deleteLink: deleteLink(deps),
      forceUnlink: forceUnlink(deps),
    }),
    service(AccessService, {
      checkAccess: checkAccess(deps),
      batchCheckAccess: batchCheckAccess(deps),
      resolveNames: resolveNames(deps),
    }),
    service(ReconcileService, { reconcile: reconcile(deps) }),
    service(
      ActivityService,
      { listActivity: listActivity(deps), followActivity: followActivity(deps) },
      { followActivity: { endless: true } },
    ),
    feedRoute((from) => followFeed(deps.db, from), ['catalog', 'query']),
    internal(ReachService, { findReach: findReach(deps), countLinks: countLinks(deps) }, [
      'catalog',
      'query',
      'gateway',
    ]),
    internal(SharingClosingService, { closeProject: closeProject(deps), reopenProject: reopenProject(deps) }, [
      'identity',
    ]),
  ];
}
