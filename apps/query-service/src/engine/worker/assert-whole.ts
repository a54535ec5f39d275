import { stat } from 'node:fs/promises';
import { Refusal } from '@easement/domain';
import type { GrantedTable } from './granted-table.ts';

/**
 * Refuses `source_gone` where a file is not there as its version recorded it, as after a restore without its rows. DuckDB
 * would quote its path to the caller; who may know which file it is has `easement admin reconcile`.
 */
export async function assertWhole(tables: readonly GrantedTable[]): Promise<void> {
  for (const { path, byteCount } of tables.flatMap(({ files }) => files)) {
    if ((await sizeOf(path)) === byteCount) continue;
    throw new Refusal(
      'source_gone',
      'rows of a table that this reads are lost or damaged; load the table again, or ask the operator to restore them',
      { kind: 'rows' },
    );
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
