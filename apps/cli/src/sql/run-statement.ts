import type { CallOptions } from '@easement/client';
import { createRowWriter } from '../output/row-writer.ts';
import type { Session } from '../session.ts';

/** A table is for reading: more rows than this are no use, and all would have to be kept. */
const tableRows = 1_000;

export type StatementRequest = {
  readonly projectId: string;
  readonly statement: string;
  readonly maxRows: number | undefined;
};

/** Runs one statement, writes its rows as they come, and tells how many there were and how long it took. */
export async function runStatement(session: Session, request: StatementRequest, call: CallOptions): Promise<void> {
  const { client, print, tell, mutation } = session;
  const { projectId, statement } = request;
  const maxRows = request.maxRows ?? (print.format === 'table' ? tableRows : 0);
  const started = performance.now();
  const result = await client.query({ projectId, statement, maxRows: BigInt(maxRows), ...mutation }, call);
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
  const isCut = result.statistics()?.truncated ?? false;
  const took = `${Math.round(performance.now() - started)} ms`;
  tell(`${count} ${count === 1 ? 'row' : 'rows'} in ${took}${isCut ? '; there are more: --max-rows, or -o csv' : ''}.`);
}
