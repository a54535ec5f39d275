import {
  BucketService,
  DirectoryService,
  FunctionService,
  LinkService,
  ObjectService,
  OfferService,
  ProjectService,
  ShareService,
  TableService,
  ViewService,
} from '@easement/contracts';
import type { Dial, Peer } from '@easement/rpc';

/** Who does what statements say: all but the last two are asked in the name of the caller, and refuse as they would them. */
export type StatementPeers = {
  readonly projects: Peer<typeof ProjectService>;
  readonly buckets: Peer<typeof BucketService>;
  readonly tables: Peer<typeof TableService>;
  readonly views: Peer<typeof ViewService>;
  readonly functions: Peer<typeof FunctionService>;
  readonly shares: Peer<typeof ShareService>;
  readonly offers: Peer<typeof OfferService>;
  readonly links: Peer<typeof LinkService>;
  readonly objects: Peer<typeof ObjectService>;
  readonly directory: Peer<typeof DirectoryService>;
};

export function statementPeers(dial: Dial): StatementPeers {
  return {
    projects: dial('identity', ProjectService),
    buckets: dial('catalog', BucketService),
    tables: dial('catalog', TableService),
    views: dial('catalog', ViewService),
    functions: dial('catalog', FunctionService),
    shares: dial('sharing', ShareService),
    offers: dial('sharing', OfferService),
    links: dial('sharing', LinkService),
    objects: dial('catalog', ObjectService),
    directory: dial('identity', DirectoryService),
  };
}
