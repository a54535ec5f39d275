import type { TableVersion, VersionColumn } from '@easement/contracts';
import { parseColumnType, parseFilter } from '@easement/domain';
import type { GrantedTable } from '../engine/worker/granted-table.ts';

/** A version of a table as the engine may read it; the paths of its files are below the data folder. */
export function toGrantedTable({ columns, files, filter, filterColumns }: TableVersion): GrantedTable {
  return {
    columns: columns.map(({ id, name, type }) => ({ id, name, type: parseColumnType(type) })),
    files: files.map(({ path, columnIds, byteCount }) => ({ path, columnIds, byteCount: Number(byteCount) })),
    ...(filter === '' ? {} : { filter: { condition: parseFilter(filter), columns: filterColumns.map(toTyped) } }),
  };
}

function toTyped({ id, type }: VersionColumn) {
  return { id, type: parseColumnType(type) };
}
