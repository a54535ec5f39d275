import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryService } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import {
  assertionSigner,
  type Dial,
  dialLocal,
  dialRemote,
  loadOrCreateKeys,
  type LocalServer,
  rpcMetrics,
  serveGrpc,
} from '@easement/rpc';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { buildGateway, type GatewayOptions } from '../src/index.ts';
import { type Directory, openDirectory } from './directory.ts';
import { type Fake, fake, fakeRoutes, freeze, listen, type Listening, mount, type Reached } from './services.ts';

export type LogLine = Readonly<Record<string, unknown>>;

/** The real gateway in front of services that do what a spec says. */
export type House = AsyncDisposable & {
  /** `http://host:port` of Connect, gRPC-Web and the doors. */
  readonly http: string;
  /** `host:port` of gRPC. */
  readonly grpc: string;
  readonly directory: Directory;
  /** What reached the services, but for questions about who acts. */
  readonly reached: Reached[];
  readonly lines: LogLine[];
  readonly registry: Registry;
  /** Stops a service, and leaves the gateway to find out. */
  readonly stop: (part: ServiceName) => Promise<void>;
};

export type HouseOptions = Pick<GatewayOptions, 'limits' | 'rate'> & {
  readonly allowedOrigins?: readonly string[];
  /** Whether the services run in the gateway's process, as in standalone. */
  readonly inProcess?: boolean;
  /** Services whose port takes connections and says nothing, as a process does that is stopped. */
  readonly frozen?: readonly ServiceName[];
};

const parts = ['identity', 'catalog', 'sharing', 'query'] as const;
const host = '127.0.0.1';

export async function openHouse(
  fakes: readonly Fake[] = [],
  { allowedOrigins = [], inProcess = false, frozen = [], ...held }: HouseOptions = {},
): Promise<House> {
  const own = new AsyncDisposableStack();
  const lines: LogLine[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) });
  const registry = new Registry();
  const directory = openDirectory();
  const reached: Reached[] = [];
  const all = [fake(DirectoryService, directory.handlers), ...fakes];
  const behind = await (inProcess ? openInProcess(own, all, reached) : openRemote(own, all, reached, frozen));
  const site = { log, registry, metrics: rpcMetrics(registry), dial: behind.dial, own };
  const built = await buildGateway(site, { host, httpPort: 0, allowedOrigins, ...held });
  const { routes, authenticate, httpAddress } = built;
  const serving = { service: 'gateway' as const, routes, authenticate, log, metrics: site.metrics };
  const server = own.use(await serveGrpc({ ...serving, host, port: 0, limits: held.limits ?? {} }));
  return {
    http: httpAddress,
    grpc: server.address,
    directory,
    reached,
    lines,
    registry,
    stop: behind.stop,
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

type Behind = { readonly dial: Dial; readonly stop: House['stop'] };

async function openRemote(
  own: AsyncDisposableStack,
  fakes: readonly Fake[],
  reached: Reached[],
  frozen: readonly ServiceName[],
): Promise<Behind> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  own.defer(() => rm(folder, { recursive: true }));
  const servers = new Map<ServiceName, Listening>();
  for (const part of parts) {
    const server = frozen.includes(part) ? freeze() : listen(part, fakeRoutes(part, fakes, reached), folder);
    servers.set(part, own.use(await server));
  }
  const addresses = Object.fromEntries([...servers].map(([part, { address }]) => [part, address]));
  const signer = assertionSigner(await loadOrCreateKeys(folder, 'gateway'), 'gateway');
  const { dial } = own.use(dialRemote(signer, addresses));
  return { dial, stop: async (part) => await servers.get(part)?.[Symbol.asyncDispose]() };
}

async function openInProcess(own: AsyncDisposableStack, fakes: readonly Fake[], reached: Reached[]): Promise<Behind> {
  const servers = new Map<ServiceName, LocalServer>();
  for (const part of parts) servers.set(part, own.use(mount(part, fakeRoutes(part, fakes, reached))));
  return {
    dial: dialLocal('gateway', servers),
    stop: async (part) => await servers.get(part)?.[Symbol.asyncDispose](),
  };
}

/** Waits until `fact` holds, or fails after three seconds. */
export async function until(fact: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 3_000;
  while (!fact()) {
    if (Date.now() > end) throw new Error(`still not after 3 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
