import { DuckDBInstance } from '@duckdb/node-api';

/** What DuckDB itself answers: the reference for what a statement means. Each value as text, NULL as null. */
export async function duckdbRows(statement: string): Promise<(string | null)[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(statement);
  const rows = reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
  connection.closeSync();
  instance.closeSync();
  return rows;
}
