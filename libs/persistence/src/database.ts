import { Refusal } from '@easement/domain';
import { type Heads, numberChanges } from './changes.ts';
import type { Stored } from './column.ts';
import type { Dialect } from './database-url.ts';
import { failureOf, withoutValues } from './driver-errors.ts';
import { createFeedHeads, type FeedHeads } from './feed-heads.ts';
import { closing } from './lender.ts';
import { type RepeatableCall, runOnce } from './once.ts';
import { decodeRows, type Shape, type Shaped } from './query.ts';
import { headReader } from './read-heads.ts';
import { retryConflicts } from './retry.ts';
import type { DatabaseStatus, Endings, Retried, TransactionKind } from './status.ts';
import type { OpenTransaction, Store } from './store.ts';
import { ReadTx, WriteTx } from './transaction.ts';
import type { Work } from './work.ts';

/** The only way to a table. */
export class Database implements AsyncDisposable {
  readonly #store: Store;
  readonly #endings = { read: { committed: 0, rolledBack: 0 }, write: { committed: 0, rolledBack: 0 } };
  readonly #retried = { conflict: 0, lost: 0 };
  readonly #stop = new AbortController();
  /** How far the feeds have come; `followFeed` and its like wait here. */
  readonly heads: FeedHeads = createFeedHeads(headReader(this, this.#stop.signal));

  constructor(store: Store) {
    this.#store = store;
  }

  get dialect(): Dialect {
    return this.#store.dialect;
  }

  /** Runs `work` on one snapshot; it cannot write. */
  read<T>(call: Work, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.#attempt(call, () =>
      this.#transact('read', call.signal, 'committed', ({ session }) => new ReadTx(session), work),
    );
  }

  /**
   * Commits if `work` returns and rolls back if it throws. Where another transaction is in the way, `work` runs again
   * until the call's signal aborts, so it must have no effect outside.
   */
  write<T>(call: Work, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.#write(call, 'committed', work);
  }

  /** Like `write`, and then rolls back: what `validate_only` asks. */
  rehearse<T>(call: Work, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.#write(call, 'rolledBack', work);
  }

  /**
   * A mutation of one transaction, done once however often it is repeated: a repeat gets the first answer, and
   * `request_id_reused` if it asks for something else. With `validateOnly` it changes nothing and leaves no record.
   */
  once<A extends object>(call: RepeatableCall & Work, work: (tx: WriteTx) => Promise<A>): Promise<A> {
    return runOnce(this, call, work);
  }

  /** One SELECT without a transaction around it: the fast way for hot reads. Rows are decoded by `shape`. */
  select<S extends Shape>(call: Work, shape: S, sql: string, params: readonly Stored[] = []): Promise<Shaped<S>[]> {
    if (call.lane.inTransaction) throw nested();
    return this.#repeated(call.signal, async () => {
      const { rows } = await this.#store.select(call.signal, sql, params);
      return decodeRows(shape, rows);
    });
  }

  /** Resolves if the database answers; for readiness. */
  async ping(signal: AbortSignal): Promise<void> {
    await reachable(signal, () => this.#store.select(signal, 'SELECT 1 AS one', []));
  }

  /** What operators watch; asks the server nothing. */
  status(): DatabaseStatus {
    const { read, write } = this.#store.status();
    return {
      read: { ...read, ...this.#endings.read },
      write: { ...write, ...this.#endings.write },
      retried: { ...this.#retried },
    };
  }

  /** Refuses new work and waits for what is open. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.heads.close(closing());
    await this.#store.close();
  }

  async #write<T>(call: Work, ending: keyof Endings, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    let heads: Heads | undefined;
    const numbered = async (tx: WriteTx) => {
      const answer = await work(tx);
      if (ending === 'committed') heads = await numberChanges(tx, () => new Date());
      return answer;
    };
    const answer = await this.#attempt(call, () =>
      this.#transact('write', call.signal, ending, ({ session }) => new WriteTx(session), numbered),
    );
    if (heads) this.heads.advance(heads);
    return answer;
  }

  async #attempt<T>({ lane, signal }: Work, transact: () => Promise<T>): Promise<T> {
    if (lane.inTransaction) throw nested();
    lane.inTransaction = true;
    try {
      return await this.#repeated(signal, transact);
    } finally {
      lane.inTransaction = false;
    }
  }

  #repeated<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const count = (why: Retried) => void (this.#retried[why] += 1);
    return reachable(signal, () => retryConflicts(signal, attempt, count));
  }

  async #transact<Tx extends ReadTx, T>(
    kind: TransactionKind,
    signal: AbortSignal,
    ending: keyof Endings,
    open: (transaction: OpenTransaction) => Tx,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#store.begin(kind, signal);
    const tx = open(transaction);
    const endings = this.#endings[kind];
    try {
      const answer = await work(tx);
      tx.end();
      await (ending === 'committed' ? commit(transaction) : transaction.rollBack());
      endings[ending] += 1;
      return answer;
    } catch (error) {
      tx.end();
      endings.rolledBack += 1;
      await transaction.rollBack();
      throw error;
    } finally {
      transaction.release();
    }
  }
}

async function commit(transaction: OpenTransaction): Promise<void> {
  try {
    await transaction.commit();
  } catch (error) {
    if (failureOf(error) !== 'lost') throw error;
    throw new Refusal(
      'peer_unavailable',
      'the database broke off while the change was committed, so it may or may not have happened; repeat the call with ' +
        'the same request id to learn which',
      { part: 'database' },
    );
  }
}

/** Runs `work` and turns what drivers throw into what callers may hear. */
async function reachable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (failureOf(error) !== 'lost') throw withoutValues(error);
    throw new Refusal('peer_unavailable', 'the database cannot be reached; repeat the call with the same request id', {
      part: 'database',
    });
  }
}

function nested(): Error {
  return new Error(
    'a transaction of this call is still open: await it first, and pass its tx on instead of opening another',
  );
}
