import type { EntityManager, QueryResult, QueryRunner } from 'typeorm';
import type { Stored } from './column.ts';
import type { Dialect } from './database-url.ts';
import type { LaneStatus, TransactionKind } from './status.ts';
import type { Session, StatementResult, StatementRow } from './transaction.ts';

/** One transaction on one connection. `commit` or `rollBack` ends it, then `release` gives the connection back. */
export type OpenTransaction = {
  readonly session: Session;
  readonly commit: () => Promise<void>;
  readonly rollBack: () => Promise<void>;
  readonly release: () => void;
};

/** How a store keeps its promises: MySQL by isolation levels, SQLite by taking turns. */
export type Store = {
  readonly dialect: Dialect;
  /** Waits for a free connection and begins. */
  readonly begin: (kind: TransactionKind, signal: AbortSignal) => Promise<OpenTransaction>;
  /** One SELECT, which is a snapshot of its own and needs no transaction around it. */
  readonly select: (signal: AbortSignal, sql: string, params: readonly Stored[]) => Promise<StatementResult>;
  /** Of its connections, by what they are for. */
  readonly status: () => Readonly<Record<TransactionKind, LaneStatus>>;
  /** Waits for open transactions to end. */
  readonly close: () => Promise<void>;
};

export async function runOn(
  runner: QueryRunner,
  sql: string,
  params: readonly Stored[] = [],
): Promise<StatementResult> {
  const { records, affected } = (await runner.query(sql, [...params], true)) as Partial<QueryResult<StatementRow>>;
  return { rows: records ?? [], affected: affected ?? 0 };
}

type Query = (sql: string, params?: unknown[], structured?: boolean) => Promise<unknown>;

/** A connection as one transaction may use it. */
type Connection = {
  readonly runner: QueryRunner;
  readonly run: Session['run'];
  /** Runs each statement, also one that TypeORM makes on a manager that somebody kept, or refuses it. */
  readonly around: <T>(run: () => Promise<T>) => Promise<T>;
};

export function sessionOn(dialect: Dialect, { runner, run, around }: Connection): Session {
  let manager: EntityManager | undefined;
  const lendManager = () => {
    const query: Query = (...statement) => around(() => (runner.query as Query)(...statement));
    const lent = Object.assign(Object.create(runner) as QueryRunner, { query, isTransactionActive: true });
    return runner.dataSource.createEntityManager(lent);
  };
  return {
    dialect,
    manager: () => (manager ??= lendManager()),
    run: (sql, params) => around(() => run(sql, params)),
  };
}
