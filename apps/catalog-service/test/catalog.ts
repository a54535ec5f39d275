import {
  BucketService,
  type Change,
  FeedService,
  FunctionService,
  HistoryService,
  HoldService,
  InventoryService,
  MetadataService,
  ObjectService,
  CatalogClosingService,
  TableService,
  UsageService,
  VersionService,
  ViewService,
} from '@easement/contracts';
import { newId, type OrganizationId } from '@easement/domain';
import type { Dialect } from '@easement/persistence';
import { emptyDatabase } from '@easement/persistence/testing';
import { backgroundCall } from '@easement/rpc';
import {
  type Client,
  type FakeDirectory,
  fakeDirectory,
  type FakeReaches,
  fakeReaches,
  type Person,
  startTestHouse,
} from '@easement/testing';
import { type Seams, startService } from '../src/index.ts';
import { type FakeDefinitions, fakeDefinitions } from './fake-definitions.ts';

/** What a person or service account has of the service. */
export type PersonClients = {
  readonly buckets: Client<typeof BucketService>;
  readonly tables: Client<typeof TableService>;
  readonly views: Client<typeof ViewService>;
  readonly functions: Client<typeof FunctionService>;
  readonly metadata: Client<typeof MetadataService>;
  readonly history: Client<typeof HistoryService>;
  readonly usage: Client<typeof UsageService>;
};

/** What the other services have of it. */
export type ServiceClients = {
  readonly holds: Client<typeof HoldService>;
  readonly versions: Client<typeof VersionService>;
  readonly objects: Client<typeof ObjectService>;
  readonly closing: Client<typeof CatalogClosingService>;
  readonly inventory: Client<typeof InventoryService>;
};

/** catalog-service on a database of its own, with identity and sharing stood in for by servers that the spec fills. */
export type Catalog = AsyncDisposable & {
  readonly organization: OrganizationId;
  readonly databaseUrl: string;
  readonly directory: FakeDirectory;
  readonly reaches: FakeReaches;
  readonly definitions: FakeDefinitions;
  readonly as: (who: Person) => PersonClients;
  readonly inside: (organization?: OrganizationId) => ServiceClients;
  /** What a person has of the internal services, which is nothing. */
  readonly sneakingIn: (who: Person) => ServiceClients;
  /** The first changes of the organization's feed, as query-service is told of them. */
  readonly changes: (count: number, organization?: OrganizationId) => Promise<Change[]>;
  readonly operationsPort: number;
};

type Options = Seams & {
  readonly sweepSeconds?: number;
  /** Where the other services are, in place of the stand-ins. */
  readonly peers?: { readonly identity?: string; readonly sharing?: string; readonly query?: string };
};

export async function startCatalog(
  store: Dialect,
  { sweepSeconds = 86_400, peers: elsewhere = {}, ...seams }: Options = {},
): Promise<Catalog> {
  await using own = new AsyncDisposableStack();
  const database = own.use(await emptyDatabase(store));
  const house = own.use(await startTestHouse());
  const directory = fakeDirectory();
  const reaches = fakeReaches();
  const definitions = fakeDefinitions();
  const peers = {
    identity: await house.serve('identity', directory.routes),
    sharing: await house.serve('sharing', reaches.routes),
    query: await house.serve('query', definitions.routes),
    ...elsewhere,
  };
  const hosting = { host: '127.0.0.1', port: 0, operationsPort: 0, keysFolder: house.keysFolder, logLevel: 'silent' };
  const config = { ...hosting, peers, databaseUrl: database.url, sweepSeconds };
  const service = own.use(await startService(config, seams));
  const to = { service: 'catalog', address: service.address } as const;
  const organization = newId('organization');
  const all = own.move();
  return {
    organization,
    databaseUrl: database.url,
    directory,
    reaches,
    definitions,
    as: (who) => ({
      buckets: house.clientFor(who, to, BucketService),
      tables: house.clientFor(who, to, TableService),
      views: house.clientFor(who, to, ViewService),
      functions: house.clientFor(who, to, FunctionService),
      metadata: house.clientFor(who, to, MetadataService),
      history: house.clientFor(who, to, HistoryService),
      usage: house.clientFor(who, to, UsageService),
    }),
    inside: (where = organization) => ({
      holds: house.clientAs('sharing', where, to, HoldService),
      versions: house.clientAs('query', where, to, VersionService),
      objects: house.clientAs('gateway', where, to, ObjectService),
      closing: house.clientAs('identity', where, to, CatalogClosingService),
      inventory: house.clientAs('sharing', where, to, InventoryService),
    }),
    sneakingIn: (who) => ({
      holds: house.clientFor(who, to, HoldService),
      versions: house.clientFor(who, to, VersionService),
      objects: house.clientFor(who, to, ObjectService),
      closing: house.clientFor(who, to, CatalogClosingService),
      inventory: house.clientFor(who, to, InventoryService),
    }),
    changes: async (count, where = organization) => {
      const { follow } = house.dialAs('query', { catalog: service.address })('catalog', FeedService);
      const call = backgroundCall({ service: 'query', organization: where, timeoutMs: 20_000, method: 'follow' });
      const changes: Change[] = [];
      for await (const answer of follow({}, { ...call, speakAs: 'service' })) {
        changes.push(...answer.changes);
        if (changes.length >= count) break;
      }
      return changes;
    },
    operationsPort: service.operationsPort,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
