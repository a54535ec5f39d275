import { join } from 'node:path';
import { backgroundWork, every, openDatabase, pageTokens, purgeFeed, purgeRequests } from '@easement/persistence';
import { type Built, type Hosted, hostService, loadOrCreateSecrets, measureDatabase, type Site } from '@easement/rpc';
import { type Config, type SharingConfig, usualSweepSeconds } from './config.ts';
import { followers, usualStreamsPerAccount } from './activity/followers.ts';
import type { Deps } from './deps.ts';
import { migrations, tables } from './migrations/index.ts';
import { catalogClient } from './peers/catalog-client.ts';
import { directoryClient } from './peers/directory-client.ts';
import { inventoryClient } from './reconcile/inventory-client.ts';
import { createRoutes } from './routes.ts';
import { sweep, thoroughJobs, urgentJobs } from './sweeper/sweep.ts';

/** What tests may set of `Deps`; nothing that runs reaches it. */
export type Seams = Partial<Pick<Deps, 'now' | 'reached'>>;

const sweepTimeoutMs = 600_000;
const pingTimeoutMs = 2_000;
const purgeTimeoutMs = 60_000;
/** How many rounds of the sweeper pass between two that look at every share. */
const thoroughlyEach = 10;

/** Runs sharing-service in a process of its own, until it is disposed of. */
export function startService(config: Config, seams: Seams = {}): Promise<Hosted> {
  return hostService('sharing', config, (site) => buildSharing(site, config, seams));
}

/** Opens and migrates the database, makes the keys, begins the background work; `site.own` ends it all. */
export async function buildSharing(site: Site, config: SharingConfig, seams: Seams = {}): Promise<Built> {
  const { log, registry, dial, own } = site;
  const db = own.use(await openDatabase({ url: config.databaseUrl, tables, migrations, log }));
  measureDatabase(registry, 'sharing', () => db.status());
  const deps: Deps = {
    db,
    pages: pageTokens(await loadOrCreateSecrets(join(config.keysFolder, 'sharing-pages.secret')), config.pageSizes),
    directory: directoryClient(dial),
    catalog: catalogClient(dial),
    inventory: inventoryClient(dial),
    followers: followers(config.streamsPerAccount ?? usualStreamsPerAccount),
    now: () => new Date(),
    reached: () => Promise.resolve(),
    ...seams,
  };
  startSweeper(site, config, deps);
  const ready = () => db.ping(AbortSignal.timeout(pingTimeoutMs)).then(() => true);
  return { routes: createRoutes(deps), ready };
}

function startSweeper(
  { own, log }: Site,
  { sweepSeconds = usualSweepSeconds, feedDays }: SharingConfig,
  deps: Deps,
): void {
  const stop = new AbortController();
  const start = (name: string, seconds: number, work: (signal: AbortSignal) => Promise<void>) =>
    every({ name, intervalMs: seconds * 1000, timeoutMs: sweepTimeoutMs, signal: stop.signal, log }, work);
  const sweeping = [
    start('sweep', sweepSeconds, (signal) => sweep(deps, log, urgentJobs, signal)),
    start('sweep thoroughly', sweepSeconds * thoroughlyEach, async (signal) => {
      await sweep(deps, log, thoroughJobs, signal);
      await purgeRequests(deps.db, backgroundWork(signal, purgeTimeoutMs), deps.now());
      await purgeFeed(deps.db, () => backgroundWork(signal, purgeTimeoutMs), deps.now(), feedDays);
    }),
  ];
  own.defer(async () => {
    stop.abort();
    await Promise.all(sweeping);
  });
}
