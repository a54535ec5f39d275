import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  AccessService,
  ActivityService,
  FeedService,
  type FollowRequestSchema,
  type FollowResponse,
  LinkService,
  OfferService,
  ReachService,
  ReconcileService,
  ShareService,
  SharingClosingService,
} from '@easement/contracts';
import { newId, type OrganizationId, type ServiceName } from '@easement/domain';
import type { Dialect } from '@easement/persistence';
import { emptyDatabase } from '@easement/persistence/testing';
import { newRequestId } from '@easement/rpc';
import {
  type Client,
  type FakeCatalog,
  fakeCatalog,
  type FakeDirectory,
  fakeDirectory,
  type Operator,
  type Person,
  type PersonalPeer,
  startTestHouse,
} from '@easement/testing';
import { startService, type Step } from '../src/index.ts';
import { stopPoints, type StopPoints } from './stop-points.ts';

/** What a person or service account has of the service. */
export type PersonClients = {
  readonly shares: Client<typeof ShareService>;
  readonly offers: Client<typeof OfferService>;
  readonly links: Client<typeof LinkService>;
  readonly access: Client<typeof AccessService>;
  readonly activity: Client<typeof ActivityService>;
  readonly reconciling: Client<typeof ReconcileService>;
};

/** What the other services have of it. */
export type ServiceClients = {
  readonly reach: Client<typeof ReachService>;
  readonly closing: Client<typeof SharingClosingService>;
};

/** sharing-service on a database of its own, with identity and catalog stood in for by servers that the spec fills. */
export type Sharing = AsyncDisposable &
  StopPoints<Step> & {
    readonly organization: OrganizationId;
    readonly databaseUrl: string;
    readonly directory: FakeDirectory;
    readonly catalog: FakeCatalog;
    readonly as: (who: Person | Operator) => PersonClients;
    readonly inside: (organization?: OrganizationId) => ServiceClients;
    /** The closing of projects as a service has it that may not call it. */
    readonly asService: (caller: ServiceName, where: OrganizationId) => Client<typeof SharingClosingService>;
    /** The activity as a person has it who follows it. */
    readonly followingAs: (who: Person) => PersonalPeer<typeof ActivityService>;
    /** The changes as a service has them, of one organization or of all, until `signal` aborts. */
    readonly feedAs: (
      caller: ServiceName,
      where: OrganizationId | undefined,
      request: MessageInitShape<typeof FollowRequestSchema>,
      signal: AbortSignal,
    ) => AsyncIterable<FollowResponse>;
    /** Lets the service think that it is later. */
    readonly skipTime: (ms: number) => void;
  };

export type SharingOptions = {
  readonly sweepSeconds?: number;
  readonly streamsPerAccount?: number;
  /** How many replicas serve by turns; on MySQL alone. */
  readonly replicas?: number;
};

export async function startSharing(
  store: Dialect,
  { sweepSeconds = 86_400, replicas = 1, streamsPerAccount = 64 }: SharingOptions = {},
): Promise<Sharing> {
  await using own = new AsyncDisposableStack();
  const database = own.use(await emptyDatabase(store));
  const house = own.use(await startTestHouse());
  const directory = fakeDirectory();
  const catalog = fakeCatalog();
  const peers = {
    identity: await house.serve('identity', directory.routes),
    catalog: await house.serve('catalog', catalog.routes),
  };
  const points = stopPoints<Step>();
  let ahead = 0;
  const seams = { now: () => new Date(Date.now() + ahead), reached: points.reached };
  const hosting = { host: '127.0.0.1', port: 0, operationsPort: 0, keysFolder: house.keysFolder, logLevel: 'silent' };
  const config = { ...hosting, peers, databaseUrl: database.url, sweepSeconds, streamsPerAccount };
  const addresses: string[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    addresses.push(own.use(await startService(config, seams)).address);
  }
  let turn = 0;
  const nextTarget = () => ({ service: 'sharing', address: addresses[turn++ % addresses.length] ?? '' }) as const;
  const organization = newId('organization');
  const all = own.move();
  return {
    ...points,
    organization,
    databaseUrl: database.url,
    directory,
    catalog,
    as: (who) => {
      const to = nextTarget();
      return {
        shares: house.clientFor(who, to, ShareService),
        offers: house.clientFor(who, to, OfferService),
        links: house.clientFor(who, to, LinkService),
        access: house.clientFor(who, to, AccessService),
        activity: house.clientFor(who, to, ActivityService),
        reconciling: house.clientFor(who, to, ReconcileService),
      };
    },
    inside: (where = organization) => {
      const to = nextTarget();
      return {
        reach: house.clientAs('catalog', where, to, ReachService),
        closing: house.clientAs('identity', where, to, SharingClosingService),
      };
    },
    asService: (caller, where) => house.clientAs(caller, where, nextTarget(), SharingClosingService),
    followingAs: (who) => house.peerFor(who, nextTarget(), ActivityService),
    feedAs: (caller, where, request, signal) => {
      const dial = house.dialAs(caller, { sharing: nextTarget().address });
      const actor = { kind: 'service', service: caller, organization: where } as const;
      const outgoing = { actor, requestId: newRequestId(), signal, deadline: Date.now() + 60_000 };
      return dial('sharing', FeedService).follow(request, {
        ...outgoing,
        lane: { inTransaction: false },
        speakAs: 'service',
      });
    },
    skipTime: (ms) => void (ahead += ms),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
