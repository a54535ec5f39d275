import { readDatabaseUrl, usualFeedDays } from '@easement/persistence';
import { configReader, type Hosting, type PageSizes, readHosting, readPageSizes, type Variables } from '@easement/rpc';
import { usualStreamsPerAccount } from './activity/followers.ts';

/** What sharing-service is told beside its place in the house. */
export type SharingConfig = {
  readonly databaseUrl: string;
  /** Where it keeps the keys that it signs page tokens with. */
  readonly keysFolder: string;
  /** 50 and 1,000 where nothing is said. */
  readonly pageSizes?: PageSizes;
  /** How long between two rounds of the sweeper; half a minute where nothing is said. */
  readonly sweepSeconds?: number;
  /** How long the feed keeps changes; a week where nothing is said. */
  readonly feedDays?: number;
  /** By how many streams at a time one account may follow activity; 64 where nothing is said. */
  readonly streamsPerAccount?: number;
};

export type Config = Hosting & SharingConfig;

export const usualSweepSeconds = 30;

/** Reads the whole configuration, and reports every problem at once. */
export function readConfig(variables: Variables): Config {
  const reader = configReader(variables);
  const databaseUrl = reader.text('EASEMENT_SHARING_DATABASE_URL');
  reader.parsed('EASEMENT_SHARING_DATABASE_URL', (url) => void readDatabaseUrl(url), undefined);
  return reader.finish({
    ...readHosting(reader, 'sharing', ['identity', 'catalog']),
    databaseUrl,
    pageSizes: readPageSizes(reader),
    sweepSeconds: reader.integer('EASEMENT_SHARING_SWEEP_SECONDS', { min: 1, max: 86_400 }, usualSweepSeconds),
    feedDays: reader.integer('EASEMENT_SHARING_FEED_DAYS', { min: 1, max: 365 }, usualFeedDays),
    streamsPerAccount: reader.integer(
      'EASEMENT_SHARING_STREAMS_PER_ACCOUNT',
      { min: 1, max: 10_000 },
      usualStreamsPerAccount,
    ),
  });
}
