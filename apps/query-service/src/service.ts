import { InventoryService } from '@easement/contracts';
import { every } from '@easement/persistence';
import { type Built, type Hosted, hostService, type Site, standingClient } from '@easement/rpc';
import { resolver } from './access/resolve-tables.ts';
import { tableAccess } from './access/table-access.ts';
import type { Config, QueryOptions } from './config.ts';
import type { Deps } from './deps.ts';
import { startEngine } from './engine/engine.ts';
import { sweepFiles } from './files/sweep-files.ts';
import { measureWorkers } from './measure-workers.ts';
import { commitsOf } from './loads/commits.ts';
import { loadTargets } from './loads/load-target.ts';
import { runningInProjects } from './queries/running.ts';
import { statementPeers } from './statements/peers.ts';
import { routes } from './routes.ts';

/** What tests may set of `Deps`; nothing that runs reaches it. */
export type Seams = Partial<Deps>;

const sweepEveryMs = 600_000;
const sweepTimeoutMs = 300_000;

/** Runs query-service in a process of its own, until it is disposed of. */
export function startService(config: Config, seams: Seams = {}): Promise<Hosted> {
  return hostService('query', config.hosting, (site) => buildQuery(site, config, seams));
}

/** The service in whatever process: starts the workers and the background work; `site.own` ends it all. */
export async function buildQuery(site: Site, options: QueryOptions, seams: Seams = {}): Promise<Built> {
  const deps = { ...(await openDeps(site, options)), ...seams };
  startSweeping(site, deps);
  const ready = () => deps.engine.status().statements.ready + deps.engine.status().statements.busy > 0;
  return { routes: routes(deps), ready };
}

async function openDeps({ dial, own, log, registry }: Site, options: QueryOptions): Promise<Deps> {
  const { dataFolder, spillFolder, workerEntry, workerUser: user, limits, workers } = options;
  const report = (error: Error): void => log.error({ err: error }, 'a worker died or would not start');
  const { statements, loads } = workers;
  const { expandedBytes } = limits;
  const places = { dataFolder, spillFolder, workerEntry };
  const engine = own.use(await startEngine({ ...places, statements, loads, expandedBytes, user, report }));
  const standings = standingClient(dial);
  const tables = tableAccess(dial, standings);
  measureWorkers(registry, engine);
  return {
    engine,
    standings,
    resolver: resolver(dial, standings),
    tables,
    statementPeers: statementPeers(dial),
    findTarget: loadTargets(dial, tables),
    commits: commitsOf(dial),
    running: runningInProjects('statements', limits.statementsPerProject),
    transfers: runningInProjects('loads and exports', limits.transfersPerProject),
    inventory: dial('catalog', InventoryService),
    dataFolder,
    limits,
  };
}

function startSweeping({ dial, log, own }: Site, { dataFolder }: Deps): void {
  const stop = new AbortController();
  const job = { name: 'sweep files', intervalMs: sweepEveryMs, timeoutMs: sweepTimeoutMs, signal: stop.signal, log };
  const sweeping = every(job, async (signal) => {
    const removed = await sweepFiles({ dataFolder, dial, now: Date.now, signal });
    if (removed > 0) log.info({ removed }, 'removed files that no version lists');
  });
  own.defer(async () => {
    stop.abort();
    await sweeping;
  });
}
