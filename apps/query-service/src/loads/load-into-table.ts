import { LoadMode, OperationKind } from '@easement/contracts';
import { notFound, parseColumnType, Refusal, type TableId } from '@easement/domain';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';
import type { Load } from './load-table.ts';
import { commitRows, type Loaded, storeRows } from './store-rows.ts';

/** How often a load is made again because the table changed meanwhile. */
const mostTries = 5;

/** Adds the file's rows to a table, or puts them in the place of its rows. */
export async function loadIntoTable(deps: Deps, load: Load, table: TableId): Promise<Loaded> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryLoad(deps, load, table);
    } catch (error) {
      const isRace = error instanceof Refusal && error.reason === 'lost_race';
      if (!isRace || tries === mostTries) throw error;
    }
  }
}

async function tryLoad(deps: Deps, load: Load, table: TableId): Promise<Loaded> {
  const { call, header } = load;
  const version = await deps.tables.version(call, table);
  if (!version) throw notFound('table', table);
  const replaces = header.mode === LoadMode.REPLACE;
  const columns = version.columns.map((column) => ({ ...column, type: parseColumnType(column.type) }));
  const primaryKey = columns.filter((column) => column.inPrimaryKey);
  const granted = toGrantedTable(version);
  const existing = replaces ? { ...granted, files: [] } : granted;
  await using stored = await storeRows(deps, load, { table, columns, primaryKey, existing });
  const kind = replaces ? OperationKind.REPLACE : OperationKind.APPEND;
  return await commitRows(deps, load, stored, { tableId: table, expectedVersion: version.version, kind });
}
