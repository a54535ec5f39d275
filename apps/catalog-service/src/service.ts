import { join } from 'node:path';
import { DefinitionService, DirectoryService, ReachService } from '@easement/contracts';
import { newId } from '@easement/domain';
import { backgroundWork, every, openDatabase, pageTokens } from '@easement/persistence';
import {
  type Built,
  type Hosted,
  hostService,
  loadOrCreateSecrets,
  measureDatabase,
  type Site,
  standingClient,
} from '@easement/rpc';
import type { CatalogConfig, Config } from './config.ts';
import type { Deps } from './deps.ts';
import { migrations, tables } from './migrations/migrations.ts';
import { createRoutes } from './routes.ts';
import { sweep } from './sweeping/sweep.ts';

/** What tests may set of `Deps`; nothing that runs reaches it. */
export type Seams = Partial<Pick<Deps, 'now' | 'newId'>>;

const sweepTimeoutMs = 600_000;
const batchTimeoutMs = 10_000;
const pingTimeoutMs = 2_000;

/** Runs catalog-service in a process of its own, until it is disposed of. */
export function startService(config: Config, seams: Seams = {}): Promise<Hosted> {
  return hostService('catalog', config, (site) => buildCatalog(site, config, seams));
}

/** Opens and migrates the database, makes the keys, begins the background work; `site.own` ends it all. */
export async function buildCatalog(site: Site, config: CatalogConfig, seams: Seams = {}): Promise<Built> {
  const { log, registry, dial, own } = site;
  const db = own.use(await openDatabase({ url: config.databaseUrl, tables, migrations, log }));
  measureDatabase(registry, 'catalog', () => db.status());
  const deps: Deps = {
    db,
    tokens: pageTokens(await loadOrCreateSecrets(join(config.keysFolder, 'catalog-pages.secret')), config.pageSizes),
    standings: standingClient(dial),
    directory: dial('identity', DirectoryService),
    reach: dial('sharing', ReachService),
    definitions: dial('query', DefinitionService),
    now: () => new Date(),
    newId,
    ...seams,
  };
  startSweeper(site, config, deps);
  const ready = () => db.ping(AbortSignal.timeout(pingTimeoutMs)).then(() => true);
  return { routes: createRoutes(deps), ready };
}

function startSweeper({ own, log }: Site, { sweepSeconds, feedDays }: CatalogConfig, { db, now }: Deps): void {
  const stop = new AbortController();
  const sweeping = every(
    { name: 'sweep', intervalMs: sweepSeconds * 1000, timeoutMs: sweepTimeoutMs, signal: stop.signal, log },
    (signal) => sweep(db, () => backgroundWork(signal, batchTimeoutMs), now(), feedDays),
  );
  own.defer(async () => {
    stop.abort();
    await sweeping;
  });
}
