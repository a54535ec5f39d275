import type { RowsCase, RowsReport } from './rows.ts';

/** The lines of the table on rows. */
export function rowsTable({ rows, loadMs, startMs, workersStarted, cases }: RowsReport): string[] {
  return [
    `${rows.toLocaleString('en')} rows of Parquet through shares, beside DuckDB on the same files; peaks of memory`,
    '',
    `  ${''.padEnd(28)}${line('p50 ms', 'DuckDB', 'ratio', 'worker', 'DuckDB', 'gateway')}`,
    ...cases.map(caseLine),
    '',
    `  load ${loadMs.toFixed(0)} ms; starting a process with DuckDB ${startMs.toFixed(0)} ms, workers started meanwhile: ${workersStarted}`,
  ];
}

function caseLine({ name, ms, plainMs, ratio, workerPeak, plainPeak, gatewayPeak }: RowsCase): string {
  const times = [ms.toFixed(1), plainMs.toFixed(1), ratio.toFixed(2)];
  return `  ${name.padEnd(28)}${line(...times, mib(workerPeak), mib(plainPeak), mib(gatewayPeak))}`;
}

function line(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(10)).join('');
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
