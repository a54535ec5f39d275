import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService as startCatalog } from '@easement/catalog-service';
import { type Client, createClient } from '@easement/client';
import { startService as startGateway } from '@easement/gateway';
import { startService as startIdentity } from '@easement/identity-service';
import { emptyDatabase } from '@easement/persistence/testing';
import { defaultLimits, startService as startQuery, workerLimits } from '@easement/query-service';
import type { Hosting } from '@easement/rpc';
import { startService as startSharing } from '@easement/sharing-service';
import { freePorts } from './free-port.ts';

export type Store = 'sqlite' | 'mysql';

/** The whole product on real ports of loopback: five services in this process, each on a database of its own. */
export type Constellation = AsyncDisposable & {
  readonly httpAddress: string;
  readonly grpcAddress: string;
  readonly operationsAddress: string;
  readonly operatorToken: string;
  /** Where the files of tables are. */
  readonly rowsFolder: string;
  /** A client of the gateway, closed together with the constellation. */
  readonly clientOf: (token: string) => Client;
};

const names = ['identity', 'catalog', 'sharing', 'query', 'gateway'] as const;
const host = '127.0.0.1';
const mib = 1024 * 1024;
const workerEntry = 'apps/query-service/src/engine/worker/worker-main.ts';

/**
 * Starts the services as their `main.ts` would. `root` is the folder of the repository; `sharingSweepSeconds` is for who
 * would not have sharing-service take things away by itself.
 */
export async function startConstellation(
  store: Store,
  root = process.cwd(),
  sharingSweepSeconds = 30,
): Promise<Constellation> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-e2e-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const keysFolder = join(folder, 'keys');
  const rowsFolder = join(folder, 'rows');
  const hostingOf = await hostings(keysFolder);
  const storeOf = async () => ({ databaseUrl: own.use(await emptyDatabase(store)).url, keysFolder });

  const operatorFile = join(keysFolder, 'operator.token');
  const operatorTokens = { file: operatorFile };
  own.use(await startIdentity({ ...hostingOf('identity'), ...(await storeOf()), operatorTokens }));
  own.use(await startCatalog({ ...hostingOf('catalog'), ...(await storeOf()), sweepSeconds: 60 }));
  own.use(await startSharing({ ...hostingOf('sharing'), ...(await storeOf()), sweepSeconds: sharingSweepSeconds }));
  own.use(
    await startQuery({
      hosting: hostingOf('query'),
      dataFolder: rowsFolder,
      spillFolder: join(folder, 'spill'),
      workerEntry: join(root, workerEntry),
      limits: defaultLimits,
      workers: { statements: workerLimits(2, 512 * mib, 2), loads: workerLimits(1, 512 * mib, 2) },
    }),
  );
  // Specs call as fast as they can.
  const rate = { perSecond: 1_000_000, burst: 1_000_000 };
  const gateway = own.use(await startGateway({ hosting: hostingOf('gateway'), httpPort: 0, allowedOrigins: [], rate }));
  const operatorToken = (await readFile(operatorFile, 'utf8')).trim();
  const { httpAddress, address: grpcAddress, operationsPort } = gateway;
  const all = own.move();
  return {
    httpAddress,
    grpcAddress,
    operationsAddress: `http://${host}:${operationsPort}`,
    operatorToken,
    rowsFolder,
    clientOf: (token) => {
      const client = createClient({ baseUrl: httpAddress, token });
      all.defer(() => client.close());
      return client;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function hostings(keysFolder: string): Promise<(name: (typeof names)[number]) => Hosting> {
  const ports = await freePorts(names.length);
  const peers = Object.fromEntries(names.map((name, index) => [name, `${host}:${ports[index] ?? 0}`]));
  return (name) => ({
    host,
    port: ports[names.indexOf(name)] ?? 0,
    operationsPort: 0,
    keysFolder,
    logLevel: 'error',
    peers,
  });
}
