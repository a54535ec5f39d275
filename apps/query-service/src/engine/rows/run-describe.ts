import { type DuckDBPreparedStatement, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { ColumnType } from '@easement/domain';
import type { Instance } from '../worker/instance.ts';
import { openTables } from '../worker/open-tables.ts';
import type { InferredColumn } from './load-job.ts';
import { keptType } from './parquet-source.ts';
import type { QueryJob } from './store-job.ts';

/** The columns that a SELECT answers, without running it. */
export async function runDescribe({ connection }: Instance, { sql, tables }: QueryJob): Promise<InferredColumn[]> {
  await openTables(connection, tables);
  return columnsOf(await connection.prepare(sql));
}

export function columnsOf(prepared: DuckDBPreparedStatement): InferredColumn[] {
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
