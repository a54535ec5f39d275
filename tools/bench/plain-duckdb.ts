import { DuckDBInstance } from '@duckdb/node-api';
import { peakOf } from './usage.ts';

/** The reference for rows: DuckDB alone, with as many threads as a worker. Prints time and peak memory as JSON. */
const statement = process.argv[2] ?? '';
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
await (await connection.stream(statement)).getRows();
const begin = performance.now();
await (await connection.stream(statement)).getRows();
const ms = Math.round(performance.now() - begin);
process.stdout.write(JSON.stringify({ ms, peak: peakOf(process.pid) }));
