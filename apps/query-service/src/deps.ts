import type { InventoryService } from '@easement/contracts';
import type { Peer, StandingOf } from '@easement/rpc';
import type { TableAccess } from './access/table-access.ts';
import type { Resolver } from './access/resolve-tables.ts';
import type { Engine } from './engine/engine.ts';
import type { Commits } from './loads/commits.ts';
import type { FindTarget } from './loads/load-target.ts';
import type { StatementPeers } from './statements/peers.ts';
import type { Running } from './queries/running.ts';

/** What callers are held to. */
export type Limits = {
  /** Rows that one statement may answer. */
  readonly resultRows: number;
  /** Statements that one project may run at a time, in this process. */
  readonly statementsPerProject: number;
  /** Loads and exports that one project may run at a time, in this process. */
  readonly transfersPerProject: number;
  /** Size of one uploaded file. */
  readonly uploadBytes: number;
  /** What a compressed upload may expand to. */
  readonly expandedBytes: number;
};

/** Everything a handler may reach for. Built once, in `service.ts`. */
export type Deps = {
  readonly engine: Engine;
  /** identity-service: what callers are in which project. */
  readonly standings: StandingOf;
  readonly resolver: Resolver;
  readonly tables: TableAccess;
  /** Whoever does what statements say. */
  readonly statementPeers: StatementPeers;
  readonly findTarget: FindTarget;
  readonly commits: Commits;
  readonly running: Running;
  /** Loads and exports: each takes room on the disk while it waits for a worker. */
  readonly transfers: Running;
  /** catalog-service: which files there should be. */
  readonly inventory: Peer<typeof InventoryService>;
  /** Where the files of tables are; their paths are below it. */
  readonly dataFolder: string;
  readonly limits: Limits;
};
