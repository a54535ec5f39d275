import { setTimeout as sleep } from 'node:timers/promises';
import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { storeFile } from '../files/store-file.ts';
import { assertWhole } from '../worker/assert-whole.ts';
import { lockDown, type Instance } from '../worker/instance.ts';
import { literal } from '../worker/sql-text.ts';
import { badFile } from './bad-file.ts';
import { blameFile } from './blame-file.ts';
import { checkRows } from './check-rows.ts';
import { openCsv } from './csv-source.ts';
import { csvRows } from './load-csv.ts';
import type { LoadedFile, LoadJob, LoadProgress } from './load-job.ts';
import { openParquet, parquetRows } from './parquet-source.ts';
import type { RowSource } from './row-source.ts';

/** How often a load says how far it is. */
const reportEveryMs = 200;

/** Turns an upload into one immutable Parquet file, or refuses it and leaves nothing at `target`. */
export async function* runLoad({ connection }: Instance, job: LoadJob): AsyncGenerator<LoadProgress, LoadedFile> {
  await assertWhole([job.existing]);
  const { size } = await stat(job.path);
  const source = await openRows(connection, job);
  const rowCount = yield* write(connection, job, source, size);
  await checkRows(connection, job, async (what, row, column) => badFile(what, await source.placeOf(row, column)));
  const { byteCount, sha256 } = await storeFile(job.staging, job.target);
  return { rowCount, byteCount, sha256, columnIds: job.columns.map(({ id }) => id) };
}

async function openRows(connection: DuckDBConnection, job: LoadJob): Promise<RowSource> {
  const written = [job.staging, ...job.existing.files.map(({ path }) => path)];
  await connection.run('SET enable_progress_bar = true');
  await connection.run('SET enable_progress_bar_print = false');
  if (job.format.kind === 'csv') {
    const csv = await openCsv(job.path, job.format.csv, job.expandedBytes);
    await lockDown(connection, [csv.path, ...written]);
    return csvRows(csv, job.columns);
  }
  await lockDown(connection, [job.path, ...written]);
  return parquetRows(job.path, await openParquet(connection, job.path), job.columns);
}

async function* write(
  connection: DuckDBConnection,
  { staging }: LoadJob,
  source: RowSource,
  totalBytes: number,
): AsyncGenerator<LoadProgress, number> {
  const options = 'FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false';
  const running = connection.run(`COPY (${source.query}) TO ${literal(staging)} (${options})`);
  const ended = running.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, sleep(reportEveryMs, false)]))) {
    const share = Math.max(0, connection.progress.percentage) / 100;
    yield { consumedBytes: Math.floor(share * totalBytes), totalBytes };
  }
  try {
    const result = await running;
    yield { consumedBytes: totalBytes, totalBytes };
    return result.rowsChanged;
  } catch (error) {
    throw await blameFile(error, () => source.diagnose(connection));
  }
}
