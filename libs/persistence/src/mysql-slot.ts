import type { ResultSetHeader, RowDataPacket } from 'mysql2';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Stored } from './column.ts';
import type { StatementResult } from './transaction.ts';

/** What we need of a driver's connection. */
export type Wire = {
  readonly threadId: number;
  readonly stream: { readonly writable: boolean; readonly destroy: (error: Error) => void };
  readonly destroy: () => void;
  readonly once: (event: 'end' | 'error', listener: () => void) => unknown;
  readonly query: (
    sql: string,
    params: readonly Stored[],
    done: (error: Error | null, answer: RowDataPacket[] | ResultSetHeader) => void,
  ) => unknown;
};

export type Link = {
  /** For TypeORM. */
  readonly runner: QueryRunner;
  readonly wire: Wire;
  /** Closes the connection, whatever is open on it; the slot connects anew. */
  readonly discard: () => void;
};

/** A place for one connection, which stays open from one transaction to the next. */
export type Slot = { readonly connected: () => Link | undefined; readonly connect: () => Promise<Link> };

export function createSlot(source: DataSource): Slot {
  let link: Link | undefined;

  const connect = async () => {
    const runner = source.createQueryRunner();
    const wire = (await runner.connect()) as Wire;
    const drop = () => {
      if (link === fresh) link = undefined;
    };
    const discard = () => {
      drop();
      wire.destroy();
    };
    const fresh: Link = { runner, wire, discard };
    wire.once('end', drop);
    wire.once('error', drop);
    link = fresh;
    return fresh;
  };
  const connected = () => {
    // One that broke under the settings of its session, which come before the first statement, tells nobody.
    if (link?.wire.stream.writable === false) link.discard();
    return link;
  };
  return { connected, connect };
}

/** One statement on the bare connection, which costs half of what it does through TypeORM. */
export function runOnWire(wire: Wire, sql: string, params: readonly Stored[] = []): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    wire.query(sql, params, (error, answer) => {
      if (error !== null) return reject(error);
      resolve(Array.isArray(answer) ? { rows: answer, affected: 0 } : { rows: [], affected: answer.affectedRows });
    });
  });
}
