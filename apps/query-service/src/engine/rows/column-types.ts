import type { ColumnType } from '@easement/domain';

/** The type in DuckDB of a column of a table; Parquet holds what DuckDB writes for it (docs/types.md has the table). */
export function duckdbType(type: ColumnType): string {
  return type.name === 'DECIMAL' ? `DECIMAL(${type.precision},${type.scale})` : duckdbTypes[type.name];
}

const duckdbTypes = {
  STRING: 'VARCHAR',
  BOOLEAN: 'BOOLEAN',
  INTEGER: 'BIGINT',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
  BYTES: 'BLOB',
} as const;
