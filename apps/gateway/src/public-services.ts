import type { DescService } from '@bufbuild/protobuf';
import {
  AccessService,
  ActivityService,
  BucketService,
  FileService,
  FunctionService,
  HistoryService,
  LinkService,
  LoadService,
  MembershipService,
  MetadataService,
  OfferService,
  OrganizationService,
  PrincipalService,
  ProjectService,
  QueryService,
  ReconcileService,
  ShareService,
  TableService,
  TokenService,
  UsageService,
  ViewService,
} from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { hourMs, type Rules } from '@easement/rpc';

/** What the gateway passes on, and to whom. What is not listed here cannot be reached through it. */
export const publicServices: readonly (readonly [ServiceName, DescService])[] = [
  ['identity', OrganizationService],
  ['identity', ProjectService],
  ['identity', MembershipService],
  ['identity', PrincipalService],
  ['identity', TokenService],
  ['catalog', BucketService],
  ['catalog', TableService],
  ['catalog', ViewService],
  ['catalog', FunctionService],
  ['catalog', MetadataService],
  ['catalog', HistoryService],
  ['catalog', UsageService],
  ['sharing', ShareService],
  ['sharing', OfferService],
  ['sharing', LinkService],
  ['sharing', AccessService],
  ['sharing', ActivityService],
  ['sharing', ReconcileService],
  ['query', QueryService],
  ['query', LoadService],
  ['query', FileService],
];

/** Loads and exports may take an hour. */
export const loadRules: Rules<typeof LoadService> = {
  loadTable: { timeoutMs: hourMs },
  exportTable: { timeoutMs: hourMs },
};

/** Who follows stays until somebody leaves. */
const activityRules: Rules<typeof ActivityService> = { followActivity: { endless: true } };

/** What the RPCs of a service that is passed on need beyond the rules that hold for all. */
export const rulesOf: ReadonlyMap<DescService, Rules<DescService>> = new Map<DescService, Rules<DescService>>([
  [LoadService, loadRules],
  [ActivityService, activityRules],
]);
