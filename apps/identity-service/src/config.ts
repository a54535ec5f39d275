import { readDatabaseUrl, usualFeedDays } from '@easement/persistence';
import { configReader, type Hosting, type PageSizes, readHosting, readPageSizes, type Variables } from '@easement/rpc';
import { type OperatorTokens, readOperatorTokens } from './operator-token.ts';

/** What identity-service is told beside its place in the house. */
export type IdentityConfig = {
  readonly databaseUrl: string;
  /** Where it keeps the keys that it signs secrets and page tokens with. */
  readonly keysFolder: string;
  /** 50 and 1,000 where nothing is said. */
  readonly pageSizes?: PageSizes;
  /** How long the feed keeps changes; a week where nothing is said. */
  readonly feedDays?: number;
  readonly operatorTokens: OperatorTokens;
};

export type Config = Hosting & IdentityConfig;

/** Reads the whole configuration, and reports every problem at once. */
export function readConfig(variables: Variables): Config {
  const reader = configReader(variables);
  const hosting = readHosting(reader, 'identity', ['sharing', 'catalog']);
  return reader.finish({
    ...hosting,
    pageSizes: readPageSizes(reader),
    databaseUrl: readUrl(reader.text('EASEMENT_IDENTITY_DATABASE_URL'), reader.parsed),
    feedDays: reader.integer('EASEMENT_IDENTITY_FEED_DAYS', { min: 1, max: 365 }, usualFeedDays),
    operatorTokens: reader.parsed<OperatorTokens>(
      'EASEMENT_IDENTITY_OPERATOR_TOKEN',
      (text) => ({ given: readOperatorTokens(text) }),
      { file: reader.text('EASEMENT_IDENTITY_OPERATOR_TOKEN_FILE', `${hosting.keysFolder}/operator.token`) },
    ),
  });
}

/** The URL as it is written, so long as it can be read. */
function readUrl(text: string, parsed: ReturnType<typeof configReader>['parsed']): string {
  return parsed('EASEMENT_IDENTITY_DATABASE_URL', (url) => (readDatabaseUrl(url), url), text);
}
