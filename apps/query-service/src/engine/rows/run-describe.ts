import type { Instance } from '../worker/instance.ts';
import { openTables } from '../worker/open-tables.ts';
import { describedColumns } from './described-columns.ts';
import type { InferredColumn } from './load-job.ts';
import type { QueryJob } from './store-job.ts';

/** The columns that a SELECT answers, without running it. */
export async function runDescribe({ connection }: Instance, { sql, tables }: QueryJob): Promise<InferredColumn[]> {
  await openTables(connection, tables);
  return describedColumns(await connection.prepare(sql));
}
