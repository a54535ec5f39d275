import type { DefinitionService, DirectoryService, ReachService } from '@easement/contracts';
import type { newId } from '@easement/domain';
import type { Database, PageTokens } from '@easement/persistence';
import type { Peer, StandingOf } from '@easement/rpc';

/** Everything a handler may reach for. Built once, in `service.ts`. */
export type Deps = {
  readonly db: Database;
  readonly tokens: PageTokens;
  /** identity-service: what the caller is in which project. */
  readonly standings: StandingOf;
  readonly directory: Peer<typeof DirectoryService>;
  /** sharing-service: by which links the caller reaches what its projects do not own. */
  readonly reach: Peer<typeof ReachService>;
  /** query-service: what the text of a view or a function means to the caller. */
  readonly definitions: Peer<typeof DefinitionService>;
  readonly now: () => Date;
  readonly newId: typeof newId;
};
