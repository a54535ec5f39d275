import { join } from 'node:path';
import { buildCatalog } from '@easement/catalog-service';
import type { ServiceName } from '@easement/domain';
import { buildGateway } from '@easement/gateway';
import { buildIdentity } from '@easement/identity-service';
import { buildQuery, defaultLimits, workerLimits } from '@easement/query-service';
import {
  type Built,
  dialLocal,
  issuersOf,
  type LocalServer,
  rpcMetrics,
  serveGrpc,
  serveLocal,
  serveOperations,
  type Site,
} from '@easement/rpc';
import { buildSharing } from '@easement/sharing-service';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Options } from './options.ts';

/** Where a running product answers. */
export type Standalone = AsyncDisposable & {
  readonly httpAddress: string;
  readonly grpcAddress: string;
  readonly operationsAddress: string;
  /** The file that holds the operator's token. */
  readonly operatorTokenFile: string;
};

export type StartOptions = Pick<Options, 'dataFolder' | 'httpPort' | 'grpcPort' | 'operationsPort'> & {
  /** What Node runs in the workers of query-service. */
  readonly workerEntry: string;
  readonly log: Logger;
};

const host = '127.0.0.1';
const mib = 1024 * 1024;

/**
 * Starts all services in this process on embedded stores. Peers call one another's handlers directly, behind the same
 * interceptors as on the wire; only the gateway listens, and on loopback alone: this is the development door.
 */
export async function startStandalone(options: StartOptions): Promise<Standalone> {
  await using own = new AsyncDisposableStack();
  const street = openStreet(own, options.log);
  const operatorTokenFile = await buildServices(street, options);
  const { httpAddress, grpcAddress, operationsAddress } = await openDoors(street, options);
  const all = own.move();
  return {
    httpAddress,
    grpcAddress,
    operationsAddress,
    operatorTokenFile,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Where services stand side by side: each gets a site, and is mounted for the others to call. */
type Street = {
  readonly registry: Registry;
  readonly siteOf: (name: ServiceName) => Site;
  readonly mount: (name: ServiceName, built: Built) => void;
};

function openStreet(own: AsyncDisposableStack, log: Logger): Street {
  const registry = new Registry();
  const metrics = rpcMetrics(registry);
  const servers = new Map<ServiceName, LocalServer>();
  const logOf = (service: ServiceName): Logger => log.child({ service });
  return {
    registry,
    siteOf: (name) => ({ log: logOf(name), registry, metrics, dial: dialLocal(name, servers), own }),
    mount: (name, { routes }) => {
      const serving = { service: name, routes, issuers: issuersOf[name], log: logOf(name), metrics };
      servers.set(name, own.use(serveLocal(serving)));
    },
  };
}

async function buildServices({ siteOf, mount }: Street, { dataFolder, workerEntry }: StartOptions): Promise<string> {
  const keysFolder = join(dataFolder, 'keys');
  const storeOf = (name: ServiceName) => ({ databaseUrl: `sqlite:${join(dataFolder, `${name}.db`)}`, keysFolder });
  const operatorTokenFile = join(keysFolder, 'operator.token');
  const operatorTokens = { file: operatorTokenFile };
  mount('identity', await buildIdentity(siteOf('identity'), { ...storeOf('identity'), operatorTokens }));
  mount('catalog', await buildCatalog(siteOf('catalog'), { ...storeOf('catalog'), sweepSeconds: 60 }));
  mount('sharing', await buildSharing(siteOf('sharing'), storeOf('sharing')));
  const query = {
    dataFolder: join(dataFolder, 'rows'),
    spillFolder: join(dataFolder, 'spill'),
    workerEntry,
    limits: defaultLimits,
    workers: { statements: workerLimits(2, 512 * mib, 2), loads: workerLimits(1, 512 * mib, 2) },
  };
  mount('query', await buildQuery(siteOf('query'), query));
  return operatorTokenFile;
}

async function openDoors({ siteOf, registry }: Street, { httpPort, grpcPort, operationsPort }: StartOptions) {
  const site = siteOf('gateway');
  const gateway = await buildGateway(site, { host, httpPort, allowedOrigins: [] });
  const { routes, authenticate } = gateway;
  const { log, metrics, own } = site;
  const grpc = own.use(
    await serveGrpc({ service: 'gateway', host, port: grpcPort, routes, authenticate, log, metrics }),
  );
  const operations = own.use(
    await serveOperations({ host, port: operationsPort, ready: () => true, metrics: registry }),
  );
  const { httpAddress } = gateway;
  return { httpAddress, grpcAddress: grpc.address, operationsAddress: operations.address };
}
