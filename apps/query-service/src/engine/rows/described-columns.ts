import { type DuckDBPreparedStatement, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { ColumnType } from '@easement/domain';
import type { InferredColumn } from './load-job.ts';
import { keptType } from './parquet-source.ts';

/** The columns that a SELECT answers, as a table would keep them. */
export function describedColumns(prepared: DuckDBPreparedStatement): InferredColumn[] {
  return Array.from({ length: prepared.columnCount }, (_, index) => ({
    name: prepared.columnName(index),
    type: typeOfResult(prepared.columnType(index)),
  }));
}

/** Sums of whole numbers are wider than any column; they are kept exactly. */
function typeOfResult(type: DuckDBType): ColumnType {
  const isWide = type.typeId === DuckDBTypeId.HUGEINT || type.typeId === DuckDBTypeId.UHUGEINT;
  return isWide ? { name: 'DECIMAL', precision: 38, scale: 0 } : keptType(type);
}
