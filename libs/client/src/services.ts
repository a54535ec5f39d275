import type { Client } from '@connectrpc/connect';
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
  ProjectViewService,
  QueryService,
  ReconcileService,
  ShareService,
  TableService,
  TokenService,
  UsageService,
  ViewService,
} from '@easement/contracts';

/** Every service that the gateway answers to callers, by the name of its property on the client. */
export const services = {
  organizations: OrganizationService,
  projects: ProjectService,
  memberships: MembershipService,
  principals: PrincipalService,
  tokens: TokenService,
  buckets: BucketService,
  tables: TableService,
  views: ViewService,
  functions: FunctionService,
  metadata: MetadataService,
  history: HistoryService,
  usage: UsageService,
  shares: ShareService,
  offers: OfferService,
  links: LinkService,
  access: AccessService,
  activity: ActivityService,
  queries: QueryService,
  loads: LoadService,
  projectViews: ProjectViewService,
  reconciling: ReconcileService,
  files: FileService,
} as const;

export type ServiceName = keyof typeof services;

/** One typed client for each service. Functions, not methods: `const { createShare } = client.shares` works. */
export type ServiceClients = { readonly [Name in ServiceName]: Client<(typeof services)[Name]> };
