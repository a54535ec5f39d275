import type { CallOptions } from '@easement/client';
import { createRowWriter } from '../output/row-writer.ts';
import type { Session } from '../session.ts';
import { copyFile, readCopy } from './copy-file.ts';

/** A table is for reading: more rows than this are no use, and all would have to be kept. */
const tableRows = 1_000;

export type StatementRequest = {
  readonly projectId: string;
  readonly statement: string;
  readonly maxRows: number | undefined;
  /** The bucket or link, by its name, in which names of one part are looked up; empty for none. */
  readonly database: string;
  /** Whether it is told how long the statement took. */
  readonly showsTime: boolean;
};

/**
 * Runs one statement, writes its rows as they come, and tells how many there were and how long it took. Answers the
 * database for the statement that follows: another one after USE.
 */
export async function runStatement(session: Session, request: StatementRequest, call: CallOptions): Promise<string> {
  const { client, print, tell, mutation } = session;
  const { projectId, statement, database } = request;
  const copy = readCopy(statement);
  if (copy) return (await copyFile(session, { copy, projectId, database }, call), database);
  const maxRows = request.maxRows ?? (print.format === 'table' ? tableRows : 0);
  const started = performance.now();
  const result = await client.query(
    { projectId, statement, maxRows: BigInt(maxRows), defaultBucket: database, ...mutation },
    call,
  );
  const writer = createRowWriter(
    print,
    result.columns.map(({ name }) => name),
  );
  let count = 0;
  for await (const row of result.rows) {
    await writer.row(row);
    count++;
  }
  await writer.end();
  const statistics = result.statistics();
  const took = request.showsTime ? ` in ${Math.round(performance.now() - started)} ms` : '';
  const cut = statistics?.truncated ? '; there are more: --max-rows, or -o csv' : '';
  tell(`${count} ${count === 1 ? 'row' : 'rows'}${took}${cut}.`);
  return statistics?.defaultBucket || database;
}
