import type { EntityManager } from 'typeorm';
import type { NewChange } from './changes.ts';
import type { Stored } from './column.ts';
import type { Dialect } from './database-url.ts';

export type StatementRow = Readonly<Record<string, unknown>>;
export type StatementResult = { readonly rows: readonly StatementRow[]; readonly affected: number };

/** One connection while it is lent to one transaction. Both ways in refuse once the work's signal has aborted. */
export type Session = {
  readonly dialect: Dialect;
  readonly manager: () => EntityManager;
  readonly run: (sql: string, params: readonly Stored[]) => Promise<StatementResult>;
};

/** Proof that the holder is inside a transaction and may read. */
export class ReadTx {
  readonly #session: Session;
  #open = true;

  constructor(session: Session) {
    this.#session = session;
  }

  get dialect(): Dialect {
    return this.#session.dialect;
  }

  /** TypeORM, bound to this transaction. `query` and the functions on rows cost a third of it. */
  get manager(): EntityManager {
    return this.#lent().manager();
  }

  /** One statement as the driver answers it, undecoded; `query` decodes. */
  run(sql: string, params: readonly Stored[]): Promise<StatementResult> {
    return this.#lent().run(sql, params);
  }

  /** For `Database` alone: after this, any use is a fault. */
  end(): void {
    this.#open = false;
  }

  assertOpen(): void {
    this.#lent();
  }

  #lent(): Session {
    if (!this.#open) throw new Error('the transaction has ended: a query was not awaited, or its tx was kept');
    return this.#session;
  }
}

/** Proof that the holder is inside a transaction and may also write. */
export class WriteTx extends ReadTx {
  /** Makes the class nominal: a ReadTx is no WriteTx. */
  readonly #write = true;
  #changes: NewChange[] = [];

  static isWriteTx(tx: ReadTx): tx is WriteTx {
    return #write in tx;
  }

  /** For the function `addChange`. */
  addChange(change: NewChange): void {
    this.assertOpen();
    this.#changes.push(change);
  }

  /** For `Database` alone: what is to be numbered now. */
  takeChanges(): readonly NewChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }
}
