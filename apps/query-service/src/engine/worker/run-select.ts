import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { Refusal } from '@easement/domain';
import { encodeChunk, encoderOf } from './encode-values.ts';
import { optimizersThatQuoteValues, planLines, type PlanColumn } from './explain-plan.ts';
import type { Instance } from './instance.ts';
import { openTables } from './open-tables.ts';
import type { SelectEvent } from './protocol.ts';
import type { SelectJob, SelectSummary } from './select-job.ts';
import { firstRows, splitBatch } from './split-batch.ts';

/** Runs a statement over exactly its granted tables; the instance is of no use to anybody afterwards. */
export async function* runSelect({ connection }: Instance, job: SelectJob): AsyncGenerator<SelectEvent, SelectSummary> {
  const unwanted = job.explain ? [optimizersThatQuoteValues] : [];
  await openTables(connection, job.tables, { unwanted });
  if (job.explain) return yield* explain(connection, job);
  return yield* answer(await connection.stream(job.sql), job);
}

async function* answer(result: DuckDBResult, job: SelectJob): AsyncGenerator<SelectEvent, SelectSummary> {
  const encoders = result.columnTypes().map(encoderOf);
  const names = result.columnNames();
  yield { kind: 'schema', columns: encoders.map(({ type }, index) => ({ name: names[index] ?? '', type })) };
  let rowCount = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const room = job.maxRows - rowCount;
    if (chunk.rowCount > room && job.onMoreRows === 'refuse') throw tooManyRows(job.maxRows);
    for (const batch of splitBatch(firstRows(encodeChunk(chunk, encoders), room))) {
      if (batch.rowCount > 0) yield { kind: 'batch', batch };
    }
    rowCount += Math.min(chunk.rowCount, room);
    if (chunk.rowCount > room) return { rowCount, truncated: true };
  }
  return { rowCount, truncated: false };
}

async function* explain(connection: DuckDBConnection, job: SelectJob): AsyncGenerator<SelectEvent, SelectSummary> {
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${job.sql}`);
  const [, plan] = reader.getRows()[0] ?? [];
  const lines = planLines(String(plan), columnsById(job));
  yield { kind: 'schema', columns: [{ name: 'plan', type: 'STRING' }] };
  const values = { case: 'strings', value: { values: lines } } as const;
  yield { kind: 'batch', batch: { rowCount: lines.length, columns: [{ validity: new Uint8Array(0), values }] } };
  return { rowCount: lines.length, truncated: false };
}

function columnsById({ tables, names }: SelectJob): Map<string, PlanColumn> {
  const columns = tables.flatMap((table, index) =>
    table.columns.map(({ id, name }) => [id, { table: names[index] ?? 'a table', name }] as const),
  );
  return new Map(columns);
}

function tooManyRows(maxRows: number): Refusal {
  const message = `the result has more than the ${maxRows} rows that may be answered; add LIMIT, or group the rows`;
  return new Refusal('query_too_large', message, { limit: String(maxRows), unit: 'rows' });
}
