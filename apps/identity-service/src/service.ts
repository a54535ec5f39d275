import { join } from 'node:path';
import { CatalogClosingService, SharingClosingService } from '@easement/contracts';
import { backgroundWork, every, openDatabase, pageTokens, purgeFeed, purgeRequests } from '@easement/persistence';
import { type Built, type Hosted, hostService, loadOrCreateSecrets, measureDatabase, type Site } from '@easement/rpc';
import type { Config, IdentityConfig } from './config.ts';
import type { Deps } from './deps.ts';
import { migrations, tables } from './migrations/index.ts';
import { openOperatorDoor } from './operator-token.ts';
import { sweepClosings } from './projects/sweep-closings.ts';
import { createRoutes } from './routes.ts';
import { tokenSecrets } from './tokens/token-secrets.ts';

/** What tests may set of `Deps`, and how often the sweeper comes; nothing that runs reaches it. */
export type Seams = Partial<Pick<Deps, 'now' | 'stepped'>> & { readonly sweepEveryMs?: number };

const usualSweepEveryMs = 30_000;
const purgeEveryMs = 3_600_000;
const purgeTimeoutMs = 60_000;
const pingTimeoutMs = 2_000;

/** Runs identity-service in a process of its own, until it is disposed of. */
export function startService(config: Config): Promise<Hosted> {
  return hostService('identity', config, (site) => buildIdentity(site, config));
}

/** The service in whatever process: opens everything, begins the background work; `site.own` ends it all. */
export async function buildIdentity(
  site: Site,
  config: IdentityConfig,
  { sweepEveryMs = usualSweepEveryMs, ...seams }: Seams = {},
): Promise<Built> {
  const deps: Deps = { ...(await openDeps(site, config)), ...seams };
  startBackgroundWork(site, deps, sweepEveryMs, config.feedDays);
  const ready = () => deps.db.ping(AbortSignal.timeout(pingTimeoutMs)).then(() => true);
  return { routes: createRoutes(deps), ready };
}

/** Opens and migrates the database, makes the keys that are not there, finds the peers. */
export async function openDeps({ log, registry, dial, own }: Site, config: IdentityConfig): Promise<Deps> {
  const operator = await openOperatorDoor(config.operatorTokens);
  if (operator.madeFile) log.warn({ file: operator.madeFile }, 'made the token of the operator: it is in this file');
  const secretsIn = (name: string) => loadOrCreateSecrets(join(config.keysFolder, name));
  const db = own.use(await openDatabase({ url: config.databaseUrl, tables, migrations, log }));
  measureDatabase(registry, 'identity', () => db.status());
  return {
    db,
    pages: pageTokens(await secretsIn('identity-pages.secret'), config.pageSizes),
    secrets: tokenSecrets(await secretsIn('identity-tokens.secret')),
    isOperatorToken: operator.isOperatorToken,
    closers: {
      sharing: dial('sharing', SharingClosingService),
      catalog: dial('catalog', CatalogClosingService),
    },
    now: () => new Date(),
    stepped: () => Promise.resolve(),
  };
}

function startBackgroundWork({ log, own }: Site, deps: Deps, sweepEveryMs: number, feedDays?: number): void {
  const stop = new AbortController();
  const job = (name: string, intervalMs: number) => ({ name, intervalMs, signal: stop.signal, log });
  const jobs = [
    every(job('sweep closings', sweepEveryMs), (signal) => sweepClosings(deps, signal, log)),
    every(job('purge', purgeEveryMs), async (signal) => {
      const newWork = () => backgroundWork(signal, purgeTimeoutMs);
      await purgeRequests(deps.db, newWork(), deps.now());
      await purgeFeed(deps.db, newWork, deps.now(), feedDays);
    }),
  ];
  own.defer(async () => {
    stop.abort();
    await Promise.all(jobs);
  });
}
