import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The reference for rows: DuckDB alone, with as many threads as a worker, one instance for all statements. Runs each line
 * that it is told, and prints how long it took and how many rows were read, as JSON; ends with its input.
 */
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
for await (const line of createInterface({ input: process.stdin })) {
  const begin = performance.now();
  const rows = await (await connection.stream(JSON.parse(line) as string)).getRows();
  process.stdout.write(`${JSON.stringify({ ms: performance.now() - begin, rows: rows.length })}\n`);
}
