import { rowsTable } from './rows-table.ts';

const mib = 1024 * 1024;

describe('rowsTable', () => {
  it('gives each statement a line with both times, their ratio and the peaks of memory', () => {
    const one = {
      ...{ name: 'scan, granted table', statement: 'SELECT 1', rows: 1, ms: 210.04, plainMs: 100, ratio: 2.1004 },
      ...{ workerResident: 100 * mib, workerPeak: 250 * mib, gatewayPeak: 90 * mib },
      ...{ plainResident: 80 * mib, plainPeak: 240 * mib, rounds: [] },
    };
    const report = { rows: 3_000_000, loadMs: 900.4, startMs: 120.2, workersStarted: 0, cases: [one] };
    const [title, , head, line, , rest] = rowsTable(report);
    expect(title).toMatch(/^3,000,000 rows of Parquet/);
    expect(head?.trim().split(/\s{2,}/)).toEqual(['p50 ms', 'DuckDB', 'ratio', 'worker', 'DuckDB', 'gateway']);
    expect(line?.trim().split(/\s{2,}/)).toEqual([
      ...['scan, granted table', '210.0', '100.0', '2.10', '250 MiB', '240 MiB', '90 MiB'],
    ]);
    expect(rest).toBe('  load 900 ms; starting a process with DuckDB 120 ms, workers started meanwhile: 0');
  });
});
