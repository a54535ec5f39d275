import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@easement/client';
import { type ServiceName, serviceNames } from '@easement/domain';
import {
  choosePorts,
  createOrganization,
  environmentsOf,
  type Organization,
  startHouse,
  type Store,
} from '@easement/e2e';
import { emptyDatabase } from '@easement/persistence/testing';

/** All services as processes of their own, with an organization; everything goes when it is disposed of. */
export type BenchHouse = AsyncDisposable & {
  readonly organization: Organization;
  /** Makes another, with an owner. */
  readonly createOrganization: (name: string) => Promise<Organization>;
  readonly httpAddress: string;
  /** `host:port` of each service's own gRPC port. */
  readonly addressOf: (service: ServiceName) => string;
  readonly pidOf: (service: ServiceName) => number;
  /** Ends it and starts it anew. */
  readonly restart: (service: ServiceName) => Promise<void>;
  readonly keysFolder: string;
  /** Where the files of tables are. */
  readonly dataFolder: string;
  /** The URL of each service's database. */
  readonly databases: Readonly<Record<'identity' | 'catalog' | 'sharing', string>>;
};

export async function openBenchHouse(store: Store): Promise<BenchHouse> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-bench-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const urlOf = async (): Promise<string> => own.use(await emptyDatabase(store)).url;
  const databases = { identity: await urlOf(), catalog: await urlOf(), sharing: await urlOf() };
  const ports = await choosePorts();
  const environments = environmentsOf({ ports, folder, databases });
  const quiet = (name: ServiceName) => ({ ...environments[name], EASEMENT_LOG_LEVEL: 'error' });
  const [identity, catalog, sharing, query, gateway] = serviceNames.map(quiet);
  if (!identity || !catalog || !sharing || !query || !gateway) throw new Error('a service has no environment');
  // As many as an installation has that does not say.
  const manned = { ...query, EASEMENT_QUERY_WORKERS: '2' };
  const house = own.use(
    await startHouse({ root: process.cwd(), environments: { identity, catalog, sharing, query: manned, gateway } }),
  );
  const keysFolder = join(folder, 'keys');
  const operatorToken = (await readFile(join(keysFolder, 'operator.token'), 'utf8')).trim();
  const httpAddress = `http://127.0.0.1:${ports.http}`;
  const clients: Client[] = [];
  own.defer(() => clients.forEach((client) => client.close()));
  const clientOf = (token: string): Client => {
    const client = createClient({ baseUrl: httpAddress, token });
    clients.push(client);
    return client;
  };
  const make = (name: string): Promise<Organization> => createOrganization({ clientOf, operatorToken }, name);
  const organization = await make('Bench');
  const all = own.move();
  return {
    organization,
    createOrganization: make,
    httpAddress,
    keysFolder,
    dataFolder: join(folder, 'data'),
    databases,
    addressOf: (service) => `127.0.0.1:${ports.grpc[service]}`,
    pidOf: (service) => house.process(service).pid,
    restart: async (service) => {
      await house.process(service).stop();
      await house.start(service);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

export type EchoServer = AsyncDisposable & {
  readonly pid: number;
  readonly grpcPort: number;
  readonly httpPort: number;
};

/** The bare servers that everything is compared with, in a process of their own. */
export async function startEchoServer(): Promise<EchoServer> {
  const child = spawn(process.execPath, ['tools/bench/echo-server.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ports = JSON.parse(line.toString()) as { grpcPort: number; httpPort: number };
  return {
    ...ports,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
