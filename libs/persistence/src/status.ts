import type { Usage } from './usage.ts';

/** The connections that one kind of work takes turns on. */
export type LaneStatus = Usage & { readonly total: number };

/** How transactions ended. One that ran again after a conflict was rolled back each time before. */
export type Endings = { readonly committed: number; readonly rolledBack: number };

/** What operators watch of a database; sums begin when it is opened. */
export type DatabaseStatus = {
  readonly read: LaneStatus & Endings;
  readonly write: LaneStatus & Endings;
  /** How often work was run again: after a deadlock or another conflict, and after a connection broke. */
  readonly retried: Readonly<Record<Retried, number>>;
};

export type TransactionKind = 'read' | 'write';

/** Why work was run again. */
export type Retried = 'conflict' | 'lost';
