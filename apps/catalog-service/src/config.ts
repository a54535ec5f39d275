import { readDatabaseUrl, usualFeedDays } from '@easement/persistence';
import { configReader, type Hosting, type PageSizes, readHosting, readPageSizes, type Variables } from '@easement/rpc';

/** What catalog-service is told beside its place in the house. */
export type CatalogConfig = {
  readonly databaseUrl: string;
  /** Where it keeps the keys that it signs page tokens with. */
  readonly keysFolder: string;
  /** 50 and 1,000 where nothing is said. */
  readonly pageSizes?: PageSizes;
  /** How long between two rounds of the sweeper. */
  readonly sweepSeconds: number;
  /** How long the feed keeps changes; a week where nothing is said. */
  readonly feedDays?: number;
};

export type Config = Hosting & CatalogConfig;

/** Reads the whole configuration, and reports every problem at once. */
export function readConfig(variables: Variables): Config {
  const reader = configReader(variables);
  const databaseUrl = reader.text('EASEMENT_CATALOG_DATABASE_URL');
  reader.parsed('EASEMENT_CATALOG_DATABASE_URL', (url) => void readDatabaseUrl(url), undefined);
  return reader.finish({
    ...readHosting(reader, 'catalog', ['identity', 'sharing', 'query']),
    databaseUrl,
    pageSizes: readPageSizes(reader),
    sweepSeconds: reader.integer('EASEMENT_CATALOG_SWEEP_SECONDS', { min: 1, max: 86_400 }, 60),
    feedDays: reader.integer('EASEMENT_CATALOG_FEED_DAYS', { min: 1, max: 365 }, usualFeedDays),
  });
}
