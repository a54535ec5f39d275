import type { CatalogClosingService, SharingClosingService } from '@easement/contracts';
import type { Database, PageTokens } from '@easement/persistence';
import type { Peer } from '@easement/rpc';
import type { TokenSecrets } from './tokens/token-secrets.ts';

/** The steps of deleting a project, in order: what happens after each of them must survive a crash before it. */
export type ClosingStep = 'begun' | 'sharing_closed' | 'catalog_closed' | 'deleted' | 'reopening' | 'peers_reopened';

/** Everything a handler may reach for. Built once, in `service.ts`. */
export type Deps = {
  readonly db: Database;
  readonly pages: PageTokens;
  readonly secrets: TokenSecrets;
  readonly isOperatorToken: (secret: string) => boolean;
  /** Those who must let go of a project before it is deleted. */
  readonly closers: {
    readonly sharing: Peer<typeof SharingClosingService>;
    readonly catalog: Peer<typeof CatalogClosingService>;
  };
  readonly now: () => Date;
  /** Told when a step has been done, so that tests stop there. */
  readonly stepped: (step: ClosingStep) => Promise<void>;
};
