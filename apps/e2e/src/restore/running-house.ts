import { join } from 'node:path';
import { startService as startCatalog } from '@easement/catalog-service';
import { type Client, createClient } from '@easement/client';
import { startService as startGateway } from '@easement/gateway';
import { startService as startIdentity } from '@easement/identity-service';
import { defaultLimits, startService as startQuery, workerLimits } from '@easement/query-service';
import { startService as startSharing } from '@easement/sharing-service';
import { freePorts } from '../free-port.ts';
import type { Service } from './site.ts';

/** The services as they run between two stops. */
export type RunningHouse = AsyncDisposable & {
  readonly url: string;
  readonly clientOf: (token: string) => Client;
};

type Plan = {
  readonly databases: Readonly<Record<Service, string>>;
  readonly keysFolder: string;
  readonly rowsFolder: string;
  readonly spillFolder: string;
  readonly root: string;
};

const names = ['identity', 'catalog', 'sharing', 'query', 'gateway'] as const;
const host = '127.0.0.1';
const mib = 1024 * 1024;

/** Sweepers as often as they may come: what they would do is done while the spec looks on. */
export async function startRunningHouse(plan: Plan): Promise<RunningHouse> {
  await using own = new AsyncDisposableStack();
  const { databases, keysFolder, rowsFolder, spillFolder, root } = plan;
  const ports = await freePorts(names.length);
  const peers = Object.fromEntries(names.map((name, index) => [name, `${host}:${ports[index] ?? 0}`]));
  const hostingOf = (name: (typeof names)[number]) => {
    const port = ports[names.indexOf(name)] ?? 0;
    return { host, port, operationsPort: 0, keysFolder, logLevel: 'error', peers };
  };
  const operatorTokens = { file: join(keysFolder, 'operator.token') };
  const sweeping = { keysFolder, sweepSeconds: 1 };
  own.use(
    await startIdentity({ ...hostingOf('identity'), databaseUrl: databases.identity, keysFolder, operatorTokens }),
  );
  own.use(await startCatalog({ ...hostingOf('catalog'), ...sweeping, databaseUrl: databases.catalog }));
  own.use(await startSharing({ ...hostingOf('sharing'), ...sweeping, databaseUrl: databases.sharing }));
  own.use(
    await startQuery({
      hosting: hostingOf('query'),
      dataFolder: rowsFolder,
      spillFolder,
      workerEntry: join(root, 'apps/query-service/src/engine/worker/worker-main.ts'),
      limits: defaultLimits,
      workers: { statements: workerLimits(1, 512 * mib, 2), loads: workerLimits(1, 512 * mib, 2) },
    }),
  );
  // The specs ask more than a person would.
  const rate = { perSecond: 1_000_000, burst: 1_000_000 };
  const gateway = own.use(await startGateway({ hosting: hostingOf('gateway'), httpPort: 0, allowedOrigins: [], rate }));
  const clients = new Map<string, Client>();
  const all = own.move();
  return {
    url: gateway.httpAddress,
    clientOf: (token) => {
      const client = clients.get(token) ?? createClient({ baseUrl: gateway.httpAddress, token });
      if (!clients.has(token)) all.defer(() => client.close());
      clients.set(token, client);
      return client;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
