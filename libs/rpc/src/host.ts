import type { ServiceName } from '@easement/domain';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { assertionSigner } from './assertion-signer.ts';
import { assertionVerifier } from './assertion-verifier.ts';
import type { ConfigReader } from './config-reader.ts';
import { type Dial, dialRemote } from './dial.ts';
import { serveGrpc } from './grpc-serve.ts';
import type { Routes } from './handler.ts';
import { issuersOf } from './house.ts';
import { keysInFolder, loadOrCreateKeys } from './key-files.ts';
import { type Limits, readLimits } from './limits.ts';
import { serveOperations } from './operations.ts';
import type { Authenticator } from './pipeline.ts';
import { type RpcMetrics, rpcMetrics } from './telemetry.ts';

/** What every service is told of its place in the house. */
export type Hosting = {
  readonly host: string;
  readonly port: number;
  readonly operationsPort: number;
  /** Where the services of an installation leave their public keys. */
  readonly keysFolder: string;
  readonly logLevel: string;
  /** What callers are held to, where it is not the usual. */
  readonly limits?: Partial<Limits>;
  readonly peers: { readonly [Service in ServiceName]?: string };
};

/** Reads `EASEMENT_<SERVICE>_HOST`, `_PORT`, `_OPERATIONS_PORT`, `EASEMENT_KEYS_FOLDER`, `EASEMENT_<PEER>_ADDRESS` and limits. */
export function readHosting(reader: ConfigReader, service: ServiceName, peers: readonly ServiceName[]): Hosting {
  const own = `EASEMENT_${service.toUpperCase()}`;
  const host = reader.text(`${own}_HOST`, '127.0.0.1');
  return {
    host,
    port: reader.port(`${own}_PORT`),
    operationsPort: reader.port(`${own}_OPERATIONS_PORT`),
    keysFolder: reader.text('EASEMENT_KEYS_FOLDER'),
    logLevel: reader.parsed('EASEMENT_LOG_LEVEL', readLevel, 'info'),
    limits: readLimits(reader),
    peers: Object.fromEntries(peers.map((peer) => [peer, reader.text(`EASEMENT_${peer.toUpperCase()}_ADDRESS`)])),
  };
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'];

function readLevel(text: string): string {
  if (levels.includes(text)) return text;
  throw new Error(`is ${JSON.stringify(text)}, not one of ${levels.join(', ')}`);
}

/** What a service is built from. `own` collects what it opens, and ends it in the opposite order. */
export type Site = {
  readonly log: Logger;
  readonly registry: Registry;
  /** Counts the calls of every mount in `registry`. */
  readonly metrics: RpcMetrics;
  readonly dial: Dial;
  readonly own: AsyncDisposableStack;
};

export type Built = {
  readonly routes: Routes;
  /** Rejects, or answers false, while the service should get no calls. */
  readonly ready: () => boolean | Promise<boolean>;
  /** How callers prove who they are; assertions of other services, unless the service says otherwise. */
  readonly authenticate?: Authenticator;
};

export type Hosted = AsyncDisposable & {
  /** `host:port`, as peers dial it. */
  readonly address: string;
  readonly port: number;
  readonly operationsPort: number;
};

/**
 * Runs a service in a process of its own: its keys, its peers, its operations port, and at last, when `build` has
 * migrated and made everything, its gRPC port. Disposing it drains calls before it ends what was built.
 */
export async function hostService(
  service: ServiceName,
  hosting: Hosting,
  build: (site: Site) => Promise<Built>,
): Promise<Hosted> {
  await using own = new AsyncDisposableStack();
  const log = pino({ level: hosting.logLevel, base: { service } });
  const registry = new Registry();
  const metrics = rpcMetrics(registry);
  let serving: Built | undefined;
  const operations = own.use(
    await serveOperations({
      host: hosting.host,
      port: hosting.operationsPort,
      ready: () => serving !== undefined && serving.ready(),
      metrics: registry,
    }),
  );
  const signer = assertionSigner(await loadOrCreateKeys(hosting.keysFolder, service), service);
  const { dial } = own.use(dialRemote(signer, hosting.peers));
  const built = await build({ log, registry, metrics, dial, own });
  const verifier = assertionVerifier({
    audience: service,
    publicKeys: keysInFolder(hosting.keysFolder),
    issuers: issuersOf[service],
  });
  const { host, port, limits = {} } = hosting;
  const { routes, authenticate = verifier } = built;
  const server = own.use(await serveGrpc({ service, routes, host, port, authenticate, log, metrics, limits }));
  own.defer(() => void (serving = undefined));
  serving = built;
  log.info({ address: server.address }, 'serving');
  const all = own.move();
  return {
    address: server.address,
    port: server.port,
    operationsPort: operations.port,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
