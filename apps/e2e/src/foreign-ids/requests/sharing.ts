import {
  AccessService,
  ActivityService,
  Action,
  AudienceType,
  LinkService,
  OfferService,
  Privilege,
  ReconcileService,
  ShareService,
  Stage,
} from '@easement/contracts';
import type { Own } from '../scene.ts';
import { requests, type Requests } from './requests.ts';

const shares = ShareService.method;
const links = LinkService.method;
const access = AccessService.method;
const activity = ActivityService.method;

const audiences = [
  ({ source }: Own) => ({ type: AudienceType.SELECTED_PROJECTS, projectIds: [source] }),
  ({ mate }: Own) => ({ type: AudienceType.SELECTED_USERS, users: [mate] }),
];

const actions = [Action.READ, Action.WRITE, Action.DROP, Action.SHARE, Action.LINK];

/** The last one says about whom. */
const questions = [
  ...actions.flatMap((action) => [
    ({ home, bucket }: Own) => ({ projectId: home, object: ofBucket(bucket), action }),
    ({ home, table }: Own) => ({ projectId: home, object: ofTable(table), action }),
    ({ home, view }: Own) => ({ projectId: home, object: ofView(view), action }),
    ({ home, ...own }: Own) => ({ projectId: home, object: ofFunction(own.function), action }),
  ]),
  (own: Own) => ({ ...ownQuestion(own), principalId: own.self }),
];

export const ofSharing: readonly Requests[] = [
  requests(
    shares.createShare,
    ...audiences.map((audience) => (own: Own) => ({
      content: { case: 'bucket', value: { bucketId: own.bucket } } as const,
      audience: audience(own),
    })),
    ({ home, source }) => ({
      content: { case: 'grants', value: { projectId: home } } as const,
      name: 'another',
      audience: { type: AudienceType.TENANTS, projectIds: [source] },
    }),
  ),
  requests(shares.getShare, ({ given }) => ({ shareId: given.id })),
  requests(shares.listShares, ({ home }) => ({ projectId: home })),
  requests(
    shares.updateShare,
    ...audiences.map((audience) => (own: Own) => ({
      shareId: own.given.id,
      etag: own.given.etag,
      audience: audience(own),
      updateMask: { paths: ['audience'] },
    })),
    ({ given }) => ({ shareId: given.id, comment: 'another', updateMask: { paths: ['comment'] } }),
  ),
  requests(shares.deleteShare, ({ unlinked }) => ({ shareId: unlinked })),
  requests(
    shares.grant,
    ({ granting, table }) => ({ shareId: granting, objectId: table, privilege: Privilege.SELECT }),
    ({ granting, bucket }) => ({ shareId: granting, objectId: bucket, privilege: Privilege.USAGE }),
  ),
  requests(shares.revoke, ({ granting, table }) => ({
    shareId: granting,
    objectId: table,
    privilege: Privilege.SELECT,
  })),
  requests(
    shares.listGrants,
    ({ granting }) => ({ parent: { case: 'shareId', value: granting } as const }),
    ({ bucket }) => ({ parent: { case: 'objectId', value: bucket } as const }),
    ({ table }) => ({ parent: { case: 'objectId', value: table } as const }),
  ),
  requests(shares.addProjects, ({ granting, home }) => ({ shareId: granting, projectIds: [home] })),
  requests(shares.removeProjects, ({ granting, source }) => ({ shareId: granting, projectIds: [source] })),

  requests(OfferService.method.listOffers, ({ home }) => ({ projectId: home })),

  requests(
    links.createLink,
    ({ offered, home }) => ({ shareId: offered, projectId: home, name: 'another', stage: Stage.IN }),
    ({ lending, home, bucket }) => ({
      ...{ shareId: lending.share, objectId: lending.table, projectId: home, targetBucketId: bucket },
      ...{ name: 'another', stage: Stage.IN },
    }),
  ),
  requests(links.getLink, ({ link }) => ({ linkId: link })),
  requests(
    links.listLinks,
    ({ given }) => ({ parent: { case: 'shareId', value: given.id } as const }),
    ({ home }) => ({ parent: { case: 'projectId', value: home } as const }),
    ({ home, bucket }) => ({ parent: { case: 'projectId', value: home } as const, targetBucketId: bucket }),
  ),
  requests(
    links.updateLink,
    ({ link }) => ({ linkId: link, name: 'renamed', updateMask: { paths: ['name'] } }),
    ({ link }) => ({ linkId: link, stage: Stage.OUT, updateMask: { paths: ['stage'] } }),
  ),
  requests(links.deleteLink, ({ link }) => ({ linkId: link })),
  requests(links.forceUnlink, ({ given, source }) => ({ shareId: given.id, projectId: source })),

  requests(activity.listActivity, ({ home, given }) => ({ projectId: home, shareId: given.id })),
  requests(activity.followActivity, ({ home, given }) => ({ projectId: home, shareId: given.id })),

  requests(access.checkAccess, ...questions),
  requests(
    access.batchCheckAccess,
    ...questions.map((question) => (own: Own) => ({ checks: [ownQuestion(own), question(own)] })),
  ),
  requests(ReconcileService.method.reconcile, ({ vacant }) => ({ organizationId: vacant })),

  requests(
    access.resolveNames,
    ({ home, linkedBucket }) => ({ projectId: home, bucketIds: [linkedBucket] }),
    ({ home, link }) => ({ projectId: home, linkIds: [link] }),
  ),
];

function ownQuestion({ home, bucket }: Own) {
  return { projectId: home, object: ofBucket(bucket), action: Action.READ };
}

function ofBucket(bucket: string) {
  return { object: { case: 'bucketId', value: bucket } as const };
}

function ofTable(table: string) {
  return { object: { case: 'tableId', value: table } as const };
}

function ofView(view: string) {
  return { object: { case: 'viewId', value: view } as const };
}

function ofFunction(made: string) {
  return { object: { case: 'functionId', value: made } as const };
}
